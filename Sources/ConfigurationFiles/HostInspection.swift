package import Configuration

/// Everything that can be said of what a configuration names on this machine.
package enum HostInspection {
    /// - Parameter interfaces: The names of this machine's interfaces; nil where nothing is to be said of them.
    package static func diagnostics(for needs: HostNeeds, interfaces: Set<String>?) -> [Diagnostic] {
        (interfaces.map { needs.missingInterfaces(among: $0) } ?? [])
            + ProgramInspection.diagnostics(for: needs) + UserInspection.diagnostics(for: needs.users)
            + KeyFileInspection.diagnostics(for: needs.keyFiles)
    }
}
