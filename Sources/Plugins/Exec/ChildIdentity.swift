import Checks
import Glibc

/// The numbers a child runs as.
struct ChildIdentity: Hashable, Sendable {
    var user: uid_t
    var group: gid_t
    var hasSupplementaryGroups = false

    struct Failure: Error, Hashable {
        var message: String
    }

    /// nil stands for the checker's own identity, which needs no change.
    static func find(for user: ScriptUser?, mayChange: Bool) async -> Result<ChildIdentity?, Failure> {
        guard let user else { return .success(nil) }
        guard let found = await BlockingCall.run({ self.lookUp(user) }) else { return .failure(Self.late(user.user)) }
        return Self.permitted(found, for: user, mayChange: mayChange)
    }

    /// As ``find(for:mayChange:)``, for threads that may block.
    static func findBlocking(for user: ScriptUser?, mayChange: Bool) -> Result<ChildIdentity?, Failure> {
        guard let user else { return .success(nil) }
        return Self.permitted(self.lookUp(user), for: user, mayChange: mayChange)
    }

    private static func permitted(
        _ found: Result<ChildIdentity, Failure>,
        for user: ScriptUser,
        mayChange: Bool
    ) -> Result<ChildIdentity?, Failure> {
        switch found {
        case .failure(let failure):
            return .failure(failure)
        case .success(let identity):
            if identity.user == geteuid(), identity.group == getegid() { return .success(nil) }
            guard mayChange else {
                return .failure(
                    Failure(
                        message: """
                            cannot run as user \(user.user): only root may change the user; run as root or remove \
                            the user line
                            """
                    )
                )
            }
            var identity = identity
            identity.hasSupplementaryGroups = user.hasSupplementaryGroups
            return .success(identity)
        }
    }

    /// The number of a user.
    static func userIdentifier(of name: String) async throws(Failure) -> uid_t {
        guard let answer = await BlockingCall.run({ self.account(name) }) else { throw Self.late(name) }
        guard let found = answer else { throw Self.nobody(name) }
        return found.user
    }

    private static func late(_ name: String) -> Failure {
        Failure(message: "the lookup of user \(name) did not end in time")
    }

    private static func nobody(_ name: String) -> Failure {
        Failure(message: "no user named \(name)")
    }

    /// Asks the name services, which may block.
    private static func lookUp(_ user: ScriptUser) -> Result<ChildIdentity, Failure> {
        guard var identity = self.account(user.user) else { return .failure(Self.nobody(user.user)) }
        if let group = user.group {
            guard let number = self.group(group) else {
                return .failure(Failure(message: "no group named \(group)"))
            }
            identity.group = number
        }
        return .success(identity)
    }

    private static func account(_ name: String) -> ChildIdentity? {
        var entry = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 16384)
        var result: UnsafeMutablePointer<passwd>?
        guard unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &result) == 0, unsafe result != nil else {
            // A number stands for itself, with the group of the same number unless one is named.
            return UInt32(name).map { ChildIdentity(user: $0, group: $0) }
        }
        return unsafe ChildIdentity(user: entry.pw_uid, group: entry.pw_gid)
    }

    private static func group(_ name: String) -> gid_t? {
        var entry = unsafe Glibc.group()
        var buffer = [CChar](repeating: 0, count: 65536)
        var result: UnsafeMutablePointer<Glibc.group>?
        guard unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &result) == 0, unsafe result != nil else {
            return UInt32(name)
        }
        return unsafe entry.gr_gid
    }
}
