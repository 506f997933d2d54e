package import Checks

/// What a configuration names of the host it is for, and where: interfaces, programs, users, files. Also known of one
/// with errors, so that everything can be said at once.
package struct HostNeeds: Hashable, Sendable {
    package internal(set) var interfaces: [InterfaceNeed] = []
    /// Interfaces the agent makes itself.
    package internal(set) var ownInterfaces: Set<String> = []
    /// `dynamic_interfaces`: one that is missing is waited for.
    package internal(set) var interfacesMayBeMissing = false
    /// Every check that could be read; those of a configuration with errors are to be looked at, not to be run.
    package internal(set) var checks: [CheckDefinition] = []
    /// The programs of checks, by the check's name.
    package internal(set) var checkPrograms: [String: Mention] = [:]
    /// Programs that are told of transitions.
    package internal(set) var notifyPrograms: [Mention] = []
    package internal(set) var users: [UserNeed] = []
    /// Files that keys are read from, by their paths.
    package internal(set) var keyFiles: [Mention] = []
    /// `net_namespace`.
    package internal(set) var networkNamespace: Mention?

    package init() {}

    /// What is to be said of every interface that this machine does not have: an error, with `dynamic_interfaces` a
    /// notice, for it may appear, and a warning where only a line is without effect.
    ///
    /// - Parameter known: The names of this machine's interfaces.
    package func missingInterfaces(among known: Set<String>) -> [Diagnostic] {
        let there = known.union(self.ownInterfaces)
        return self.interfaces.filter { !there.contains($0.mention.name) }.compactMap { self.missing($0, among: known) }
    }

    private func missing(_ need: InterfaceNeed, among known: Set<String>) -> Diagnostic? {
        let (name, owner) = (need.mention.name, need.mention.owner)
        let expected = "expected one of: \(known.sorted().joined(separator: ", "))"
        if need.role == .spokenOf {
            guard !self.interfacesMayBeMissing else { return nil }
            return need.mention.diagnostic(
                .warning,
                "\(owner): interface \(name) does not exist, so this has no effect, \(expected)",
                fix: "correct the name, or remove it"
            )
        }
        guard !self.interfacesMayBeMissing else {
            return need.mention.diagnostic(
                .notice,
                "\(owner): interface \(name) does not exist yet; it is waited for"
            )
        }
        let correction =
            switch need.role {
            case .tracked: "name the one that is meant"
            case .vrf: "name a VRF device"
            case .ground, .spokenOf: "name the one that carries the virtual addresses"
            }
        return need.mention.diagnostic(
            .error,
            "\(owner): interface \(name) does not exist, \(expected)",
            fix: "create the interface first, \(correction), or write dynamic_interfaces in global_defs to wait for it"
        )
    }
}
