import Glibc

/// Why nobody heard a push, and what to do.
enum PushError: Error, Equatable, CustomStringConvertible {
    case unreachable(String, Int32)
    /// The checker hung up.
    case refused(String)
    case notUnderstood

    var description: String {
        switch self {
        case .unreachable(let path, ENOENT):
            "no checker listens here: there is no socket \(path); start batond with a check of kind push, "
                + "or name its checker_socket with --socket or its configuration with --config"
        case .unreachable(let path, ECONNREFUSED):
            "nobody listens at \(path), which a checker that died left behind; start batond"
        case .unreachable(let path, EACCES), .unreachable(let path, EPERM):
            "no permission for \(path); run this command as root or as the agent's user"
        case .unreachable(let path, EAGAIN):
            "the checker at \(path) does not answer; see whether it hangs or is stopped"
        case .unreachable(let path, ENAMETOOLONG):
            "\(path) is longer than a socket's name may be, 107 bytes"
        case .unreachable(let path, let number):
            "cannot push to \(path): \(unsafe String(cString: strerror(number)))"
        case .refused(let path):
            "the checker at \(path) closed the connection without an answer; run this command as root or as the "
                + "agent's user"
        case .notUnderstood:
            "the checker's answer was not understood; are baton and batond of one version?"
        }
    }
}
