import Glibc

/// The environment this process was started with.
enum ProcessEnvironment {
    /// As `NAME=value`.
    static var variables: [String] {
        var variables: [String] = []
        var pointer = unsafe environ
        while let entry = unsafe pointer.pointee {
            variables.append(unsafe String(cString: entry))
            unsafe pointer += 1
        }
        return variables
    }

    /// The value of a variable; nil = not set.
    static subscript(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
