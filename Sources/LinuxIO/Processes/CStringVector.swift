import Glibc

/// Texts as `execve` wants them: pointers to 0-terminated copies, and a null pointer last.
@unsafe
struct CStringVector {
    var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        unsafe self.pointers = texts.map { unsafe strdup($0) } + [nil]
    }

    /// Afterwards the pointers are dead.
    mutating func free() {
        unsafe self.pointers.forEach { unsafe Glibc.free($0) }
        unsafe self.pointers = []
    }
}
