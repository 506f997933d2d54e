import Foundation

/// One of the programs as it is installed, run to its end.
struct Program {
    struct Result {
        var code: Int32
        var output: String
        var errors: String

        var lines: [String] { self.output.split(separator: "\n").map(String.init) }
    }

    /// Beside the bundle of the tests, where the package manager puts everything.
    private static let folder: URL = {
        let loaded = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
        let bundle = loaded.split(separator: "\n").compactMap { line in
            line.split(separator: " ", maxSplits: 5).last.map { $0.trimmingCharacters(in: .whitespaces) }
        }.first { $0.hasSuffix(".xctest") }
        return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }()

    static func path(_ name: String) -> String { self.folder.appending(path: name).path }

    /// - Parameters:
    ///   - interruptAfter: Seconds after which it gets SIGINT.
    ///   - environment: Beside the one of the tests.
    static func baton(
        _ arguments: [String],
        in folder: String? = nil,
        environment: [String: String] = [:],
        interruptAfter: Double? = nil
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: self.path("baton"))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "BATON_CHECKER" }
            .merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        if let interruptAfter {
            Thread.sleep(forTimeInterval: interruptAfter)
            process.interrupt()
        }
        // What these commands print fits into the buffers of their pipes.
        process.waitUntilExit()
        return Result(
            code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self),
            errors: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        )
    }
}
