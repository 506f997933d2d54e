import Checks

extension AgentConfiguration {
    /// An error for every interface an instance names and this machine does not have; with `dynamic_interfaces` a notice,
    /// for it may appear.
    ///
    /// - Parameter known: The names of this machine's interfaces.
    package func missingInterfaces(among known: Set<String>) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        // Those the agent makes itself.
        let own = Set(self.instances.flatMap(\.virtualInterfaces).map(\.name))
        for instance in self.instances {
            let devices =
                (instance.virtualAddresses + instance.excludedAddresses).map(\.device)
                + instance.items.flatMap(\.devices)
            var seen = known.union(own)
            let names = [instance.interface] + instance.virtualInterfaces.map(\.link) + devices
            for name in names where seen.insert(name).inserted {
                let owner = "vrrp_instance \(instance.name)"
                diagnostics.append(self.missing(name, of: owner, at: instance.location, among: known))
            }
        }
        for item in self.statics {
            for name in item.devices where !known.contains(name) && !own.contains(name) {
                diagnostics.append(self.missing(name, of: "static \(item)", at: item.location, among: known))
            }
        }
        return diagnostics
    }

    private func missing(
        _ name: String,
        of owner: String,
        at location: SourceLocation,
        among known: Set<String>
    ) -> Diagnostic {
        guard !self.global.links.mayBeMissing else {
            return Diagnostic(
                .notice,
                at: location,
                "\(owner): interface \(name) does not exist yet; it is waited for",
                category: .reference
            )
        }
        return Diagnostic(
            .error,
            at: location,
            "\(owner): interface \(name) does not exist, expected one of: \(known.sorted().joined(separator: ", "))",
            fix: "create the interface first, name the one that carries the virtual addresses, or write "
                + "dynamic_interfaces in global_defs to wait for it",
            category: .reference
        )
    }
}
