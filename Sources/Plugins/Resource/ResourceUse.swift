import Glibc

/// How much of something is in use, in percent.
struct ResourceUse: Hashable, Sendable {
    /// What is measured, and how much of it is in use; at least one.
    var shares: [Share]

    struct Share: Hashable, Sendable {
        /// The measurement's name.
        var name: String
        /// For people, behind `5 % of`.
        var subject: String
        var percent: Double
    }

    /// Why nothing can be told.
    enum Failure: Error, Hashable, Sendable {
        /// What could not be read, and the error number.
        case failed(String, Int32)
        /// A file of `/proc` that does not say what it should.
        case strange(String)
        case unmounted
    }
}

extension ResourceUse {
    /// Of the file system a path is on, as df counts: what is kept for root is not to be had.
    static func disk(at path: String, mounted: Bool) throws(Failure) -> ResourceUse {
        if mounted {
            var own = stat()
            var above = stat()
            guard unsafe stat(path, &own) == 0 else {
                throw errno == ENOENT || errno == ENOTDIR ? .unmounted : .failed(path, errno)
            }
            guard unsafe stat("\(path)/..", &above) == 0 else { throw .failed(path, errno) }
            // The root directory is its own parent.
            guard own.st_dev != above.st_dev || own.st_ino == above.st_ino else { throw .unmounted }
        }
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw .failed(path, errno) }
        let used = status.f_blocks - min(status.f_blocks, status.f_bfree)
        var shares = [
            Share(name: "used", subject: "space in use", percent: self.percent(used, of: used &+ status.f_bavail))
        ]
        // Some file systems make inodes as they need them.
        if status.f_files > 0 {
            let inodes = status.f_files - min(status.f_files, status.f_ffree)
            let share = self.percent(inodes, of: inodes &+ status.f_favail)
            shares.append(Share(name: "inodes", subject: "inodes in use", percent: share))
        }
        return ResourceUse(shares: shares)
    }

    /// From `/proc/meminfo`.
    static func memory(_ text: String) -> ResourceUse? {
        var values: [Substring: UInt64] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == ":" }
            if words.count >= 2 { values[words[0]] = UInt64(words[1]) }
        }
        guard let total = values["MemTotal"], total > 0, let available = values["MemAvailable"] else { return nil }
        let used = total - min(total, available)
        return ResourceUse(shares: [
            Share(name: "used", subject: "memory in use", percent: self.percent(used, of: total))
        ])
    }

    /// From `/proc/loadavg`.
    static func load(_ text: String, processors: Int) -> ResourceUse? {
        guard let load = text.split(separator: " ").first.flatMap({ Double($0) }), load >= 0, load.isFinite else {
            return nil
        }
        let percent = load / Double(max(1, processors)) * 100
        return ResourceUse(shares: [Share(name: "used", subject: "the processors wanted", percent: percent)])
    }

    /// From a file of `/proc/pressure`: the line `some`, ten seconds.
    static func pressure(_ text: String, subject: String) -> ResourceUse? {
        let words = text.split(separator: "\n").first { $0.hasPrefix("some ") }?.split(separator: " ") ?? []
        guard let average = words.first(where: { $0.hasPrefix("avg10=") })?.dropFirst(6),
            let percent = Double(average), percent.isFinite
        else { return nil }
        return ResourceUse(shares: [
            Share(name: "used", subject: "the time spent waiting for \(subject)", percent: percent)
        ])
    }

    private static func percent(_ part: some BinaryInteger, of whole: some BinaryInteger) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole) * 100
    }
}
