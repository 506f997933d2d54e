import Checks

/// How many of some checks must be up, in three-valued logic: what is not known counts only where it decides.
struct Quorum: Hashable, Sendable {
    /// How many must be up; 1…the number of members.
    var needed: Int

    /// What the healths of the members say together; a member nobody has (nil) is as unknown as any other.
    func verdict(on healths: [Health?]) -> CheckStatus {
        let up = healths.count { $0 == .up }
        let down = healths.count { $0 == .down }
        if up >= self.needed { return .pass }
        if healths.count - down < self.needed { return .fail }
        return .unknown
    }
}
