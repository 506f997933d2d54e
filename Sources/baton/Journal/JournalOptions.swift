import ArgumentParser
import Configuration
import Failover

/// Whose journal to read.
struct JournalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The journal's file, as `journal` in global_defs names it.", valueName: "file"))
    var journal = JournalSettings.defaultPath

    /// The records of the file and of those before it, oldest first; what cannot be read is counted on standard error.
    ///
    /// - Throws: Exit code 4 where there is no journal to be read.
    func read() throws -> [JournalRecord] { try Self.read(self.journal) }

    static func read(_ path: String) throws -> [JournalRecord] {
        var reader = JournalReader(path)
        do throws(JournalReader.Failure) {
            let records = try reader.readAll()
            if reader.unreadable > 0 {
                StandardError.print(
                    "baton: \(reader.unreadable) line\(reader.unreadable == 1 ? "" : "s") of \(path) cannot be read and "
                        + "\(reader.unreadable == 1 ? "is" : "are") left out: \(reader.complaint ?? "")"
                )
            }
            return records
        } catch {
            StandardError.print("baton: \(error.message)\n    fix: \(error.fix)")
            throw ExitCode(4)
        }
    }
}
