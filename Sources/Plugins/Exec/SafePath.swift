import CLinux
import Glibc

/// Whether somebody other than root could change what would run as root.
enum SafePath {
    /// What is demanded of a path.
    enum Rule: Hashable, Sendable {
        case any
        /// keepalived's `enable_script_security`.
        case scriptSecurity
        /// Of every check of our own, unless it says `unsafe_path`.
        case native

        fileprivate var words: String? {
            switch self {
            case .any: nil
            case .scriptSecurity: "enable_script_security"
            case .native: "unsafe_path is off"
            }
        }
    }

    /// - Returns: What somebody other than root could change, and the fix; nil where nobody can, or nothing is demanded.
    static func problem(with path: String, _ rule: Rule) -> String? {
        guard let words = rule.words else { return nil }
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        switch unsafe clinux_find_unsafe_component(path, &component, component.count) {
        case 0:
            return nil
        case 1:
            let bytes = component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let name = String(decoding: bytes, as: UTF8.self)
            return "\(path) is not run as root (\(words)): \(name) may be changed by others; "
                + "expected every part of the path to belong to root and to be writable by root only"
        default:
            let text = unsafe String(cString: strerror(errno))
            return "\(path) is not run as root (\(words)): it cannot be looked at: \(text)"
        }
    }
}
