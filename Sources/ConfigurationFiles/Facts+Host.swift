package import Configuration
import Glibc

extension SourceBundle.Facts {
    /// The facts of this machine and process.
    ///
    /// - Parameters:
    ///   - configurationID: `-i`; nil = the host name.
    ///   - checksIncludes: `-e`: what include lines do not find is an error.
    package static func ofThisHost(configurationID: String? = nil, checksIncludes: Bool = false) -> Self {
        var generator = SystemRandomNumberGenerator()
        return Self(
            hostName: Self.hostName,
            configurationID: configurationID,
            environment: Self.processEnvironment,
            randomSeed: generator.next(),
            checksIncludes: checksIncludes
        )
    }

    /// Empty when the system does not say.
    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var processEnvironment: [String: String] {
        var environment: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let words = unsafe String(cString: text).split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if words.count == 2 { environment[String(words[0])] = String(words[1]) }
            unsafe entry += 1
        }
        return environment
    }
}
