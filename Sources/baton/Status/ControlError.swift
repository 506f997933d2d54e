import Glibc

/// Why an agent gave no answer, and what to do.
enum ControlError: Error, CustomStringConvertible {
    case unreachable(String, Int32)
    /// The agent hung up: it answers root and its own user.
    case refused(String)
    case notUnderstood(String)

    var description: String {
        switch self {
        case .unreachable(let path, ENOENT):
            "no agent runs here: there is no socket \(path); start batond, or name its control_socket with --socket"
        case .unreachable(let path, ECONNREFUSED):
            "no agent runs here: nobody listens at \(path), which one that died left behind; start batond"
        case .unreachable(let path, EACCES), .unreachable(let path, EPERM):
            "no permission for \(path); run this command as root"
        case .unreachable(let path, EAGAIN):
            "the agent at \(path) does not answer; see whether batond hangs or is stopped"
        case .unreachable(let path, let number):
            "cannot ask the agent at \(path): \(unsafe String(cString: strerror(number)))"
        case .refused(let path):
            "the agent at \(path) closed the connection without an answer; run this command as root"
        case .notUnderstood(let reason):
            "the agent's answer was not understood (\(reason)); are baton and batond of one version?"
        }
    }
}
