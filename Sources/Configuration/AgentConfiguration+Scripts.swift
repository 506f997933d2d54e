import Checks

extension AgentConfiguration {
    /// Every `vrrp_script`, in the order of definition.
    package var scripts: [ScriptSummary] {
        self.checks.compactMap { check in
            switch check.origin {
            case .check, .trackProcess, .trackFile:
                nil
            case .script(let command, let isNative):
                ScriptSummary(
                    name: check.name,
                    command: command,
                    kind: check.kind,
                    isNative: isNative,
                    location: check.location
                )
            }
        }
    }
}
