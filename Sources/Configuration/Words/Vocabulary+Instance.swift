extension Vocabulary {
    static let instance = Vocabulary(
        block: "vrrp_instance",
        supported: InstanceKeyword.allCases.map(\.rawValue) + InstancePacketKeyword.allCases.map(\.rawValue)
            + ProtocolKeyword.allCases.map(\.rawValue) + InstanceReportKeyword.allCases.map(\.rawValue)
            + InstanceHostKeyword.allCases.map(\.rawValue) + GuardKeyword.allCases.map(\.rawValue)
    )
}
