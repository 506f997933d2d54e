import Glibc

/// The interfaces of this machine, or of the network namespace the process is in.
package enum InterfaceNames {
    /// nil where the system does not say.
    package static func ofThisHost() -> Set<String>? {
        guard let list = unsafe if_nameindex() else { return nil }
        defer { unsafe if_freenameindex(list) }
        var names: Set<String> = []
        var entry = unsafe list
        while unsafe entry.pointee.if_index != 0, let name = unsafe entry.pointee.if_name {
            names.insert(unsafe String(cString: name))
            unsafe entry += 1
        }
        return names
    }
}
