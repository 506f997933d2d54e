extension Statement {
    /// Whether this block, or one inside it, may use names of iproute2's tables: they are read for those who need them.
    var mayNameRoutingNumbers: Bool {
        switch self.keyword.text {
        case RootKeyword.staticRoutes.rawValue, RootKeyword.staticRules.rawValue, InstanceKeyword.routes.rawValue,
            InstanceKeyword.rules.rawValue:
            return true
        default:
            return self.arguments.contains { $0.text == AddressKeyword.scope.rawValue }
                || (self.block ?? []).contains(where: \.mayNameRoutingNumbers)
        }
    }
}
