import Checks
import Glibc

/// Who this process is, and what of the agent's identity it cannot take.
enum Identity {
    /// The name of the user, or the number of one without a name.
    static var name: String {
        guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
            return "uid \(geteuid())"
        }
        return unsafe String(cString: name)
    }

    static var isRoot: Bool { geteuid() == 0 }

    /// Says which checks the agent would run as somebody else than this process can.
    static func warn(of definitions: [CheckDefinition]) {
        guard !self.isRoot else { return }
        let own = self.name
        for case let (name, user?) in definitions.map({ ($0.name, $0.user) }) where user.user != own {
            StandardError.print(
                "baton: the agent runs '\(name)' as user \(user.user); without root, it cannot be run as anybody else"
            )
        }
    }
}
