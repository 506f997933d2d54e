import Checks
import Synchronization

/// Prints runs in one format as they come.
final class RunPrinter: Sendable {
    private let writer: Mutex<any RunWriter>

    init(_ writer: any RunWriter) {
        self.writer = Mutex(writer)
    }

    func print(_ report: RunReport) {
        self.writer.withLock { writer in
            do {
                if let text = try writer.add(report) { StandardOutput.print(text) }
            } catch {
                StandardError.print("baton: cannot write the result of '\(report.definition.name)': \(error)")
            }
        }
    }

    func end(isInterrupted: Bool) {
        if let text = self.writer.withLock({ $0.ending(isInterrupted: isInterrupted) }), !text.isEmpty {
            StandardOutput.print(text)
        }
    }
}
