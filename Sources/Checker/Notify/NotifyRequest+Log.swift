import Checks

extension NotifyRequest {
    /// The program, and behind it the state a `notify` script is told; no argument of the operator's own.
    ///
    /// What keepalived's `notify` gets ends with `INSTANCE`, the name, the state and the priority.
    var scriptAndState: String {
        let program = self.command.first ?? ""
        let told = self.command.dropFirst().suffix(4)
        guard told.count == 4, let kind = told.first, kind == "INSTANCE", told.dropFirst().first == self.instance
        else { return program }
        return "\(program) \(told[told.startIndex + 2])"
    }
}
