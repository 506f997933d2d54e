import Glibc

/// The processes this one holds a descriptor of.
enum WatchedProcesses {
    static func contains(_ identifier: pid_t) -> Bool {
        guard let directory = opendir("/proc/self/fdinfo") else { return false }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if self.text(of: name).contains("\nPid:\t\(identifier)\n") { return true }
        }
        return false
    }

    private static func text(of name: String) -> String {
        let descriptor = open("/proc/self/fdinfo/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
