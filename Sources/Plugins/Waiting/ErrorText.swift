import Glibc

/// What the C library calls an error number.
enum ErrorText {
    static func of(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        // strerror's own buffer is shared by all threads.
        guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
