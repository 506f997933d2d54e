import Checks

extension AgentConfiguration {
    /// An error for every interface an instance names and this machine does not have; with `dynamic_interfaces` a notice,
    /// for it may appear.
    ///
    /// - Parameter known: The names of this machine's interfaces.
    package func missingInterfaces(among known: Set<String>) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for instance in self.instances {
            let devices = (instance.virtualAddresses + instance.excludedAddresses).map(\.device)
            var seen = known
            for name in [instance.interface] + devices where seen.insert(name).inserted {
                if self.global.links.mayBeMissing {
                    diagnostics.append(
                        Diagnostic(
                            .notice,
                            at: instance.location,
                            "vrrp_instance \(instance.name): interface \(name) does not exist yet; it is waited for",
                            category: .reference
                        )
                    )
                    continue
                }
                diagnostics.append(
                    Diagnostic(
                        .error,
                        at: instance.location,
                        "vrrp_instance \(instance.name): interface \(name) does not exist, "
                            + "expected one of: \(known.sorted().joined(separator: ", "))",
                        fix: "create the interface first, name the one that carries the virtual addresses, or write "
                            + "dynamic_interfaces in global_defs to wait for it",
                        category: .reference
                    )
                )
            }
        }
        return diagnostics
    }
}
