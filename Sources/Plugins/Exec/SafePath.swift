import CLinux
import Glibc

/// keepalived's `enable_script_security`.
enum SafePath {
    /// - Returns: What somebody other than root could change, and the fix; nil where nobody can.
    static func problem(with path: String) -> String? {
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        switch unsafe clinux_find_unsafe_component(path, &component, component.count) {
        case 0:
            return nil
        case 1:
            let bytes = component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let name = String(decoding: bytes, as: UTF8.self)
            return "\(path) is not run as root (enable_script_security): \(name) may be changed by others; "
                + "expected every part of the path to belong to root and to be writable by root only"
        default:
            let text = unsafe String(cString: strerror(errno))
            return "\(path) is not run as root (enable_script_security): it cannot be looked at: \(text)"
        }
    }
}
