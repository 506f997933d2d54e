import Checks

/// The limits a program runs under, set by prlimit(1), which is part of util-linux on every distribution.
struct ResourceLimits: Hashable, Sendable {
    var openFiles: Int?
    /// MiB.
    var memory: Int?
    var cpuSeconds: Int?
    /// MiB.
    var fileSize: Int?

    static let program = "prlimit"

    init() {}

    init(_ options: CheckOptions) {
        self.openFiles = options.integer(ProgramOption.limitOpenFiles)
        self.memory = options.integer(ProgramOption.limitMemory)
        self.cpuSeconds = options.integer(ProgramOption.limitCPUSeconds)
        self.fileSize = options.integer(ProgramOption.limitFileSize)
    }

    /// What stands before the program; nil where nothing is limited.
    var arguments: [String]? {
        let mebibyte = 1 << 20
        var arguments: [String] = []
        if let count = self.openFiles { arguments.append("--nofile=\(count):\(count)") }
        if let size = self.memory { arguments.append("--as=\(size * mebibyte):\(size * mebibyte)") }
        // A hard limit of the same height would kill without the signal that says why.
        if let seconds = self.cpuSeconds { arguments.append("--cpu=\(seconds):\(seconds + 1)") }
        if let size = self.fileSize { arguments.append("--fsize=\(size * mebibyte):\(size * mebibyte)") }
        return arguments.isEmpty ? nil : arguments + ["--"]
    }

    /// Which option a signal speaks of.
    func option(behind signal: Int32) -> String? {
        switch signal {
        case 24 where self.cpuSeconds != nil: ProgramOption.limitCPUSeconds
        case 25 where self.fileSize != nil: ProgramOption.limitFileSize
        default: nil
        }
    }
}
