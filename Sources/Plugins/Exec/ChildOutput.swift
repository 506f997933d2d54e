import CLinux
import Checks
import Glibc
import Subprocess

/// Reads what a child prints and waits for its end.
enum ChildOutput {
    /// Keeps the first bytes of what comes and drains the rest, so that a child never blocks on a full pipe. Returns
    /// when the child has exited, however long somebody else keeps its output open, and ends what it left in its
    /// process group: a run leaves no process behind, or a check would gather them interval by interval.
    ///
    /// The child is not reaped before this returns, so its process group cannot be another's.
    static func collect(
        _ output: SubprocessOutputSequence,
        _ errors: SubprocessOutputSequence?,
        of child: pid_t,
        limit: Int
    ) async -> (output: [UInt8], errors: [UInt8]) {
        let exit = clinux_pidfd_open(child)
        defer { if exit >= 0 { close(exit) } }
        async let said = Self.drain(errors, keeping: CheckOutcome.outputLimit)
        let kept = await Self.drain(output, keeping: limit)
        let complaints = await said
        if exit >= 0 {
            // Also in a cancelled task: the child is being torn down, and gone within the grace and a moment.
            _ = await Readiness.shared.waitToTheEnd(for: exit, .readable)
        }
        // Without a descriptor nobody knows whether the child has exited, unless it was torn down.
        if exit >= 0 || Task.isCancelled {
            kill(-child, SIGKILL)
        }
        return (kept, complaints)
    }

    private static func drain(_ output: SubprocessOutputSequence?, keeping limit: Int) async -> [UInt8] {
        guard let output else { return [] }
        var kept: [UInt8] = []
        do {
            for try await buffer in output {
                let room = limit - kept.count
                guard room > 0 else { continue }
                unsafe buffer.withUnsafeBytes { unsafe kept.append(contentsOf: $0.prefix(room)) }
            }
        } catch {
            // Reading ends with an error when the task is cancelled; what matters is the child's end.
        }
        return kept
    }
}
