import CLinux
import Glibc

/// Hears of the end of processes through pidfds.
enum ProcessWatch {
    /// Of a server with very many processes the oldest are watched, among them the one that starts the others.
    static let limit = 64

    /// Returns when so many of the processes have ended that `matters` says yes to the number that is left, or when
    /// none of those that are watched is left, or when the task is cancelled. Without processes, or where the kernel
    /// offers no pidfds (before Linux 5.3), only the latter.
    ///
    /// The end of a worker that its server replaces wakes nobody: a scan would only find that all is well.
    ///
    /// - Parameter following: Hears which of the watched are alive, at the beginning and whenever one has ended; nil =
    ///   not all of the processes could be watched.
    static func wait(
        for processes: [ProcessEntry],
        in table: ProcessTable,
        until matters: (Int) -> Bool,
        following: (Set<ProcessEntry>?) -> Void
    ) async {
        let set = clinux_epoll_create()
        guard set >= 0 else {
            following(nil)
            return await Self.untilCancelled()
        }
        var living = Set<ProcessEntry>()
        var descriptors: [UInt64: Int32] = [:]
        defer {
            for descriptor in descriptors.values { close(descriptor) }
            close(set)
        }
        var left = processes.count
        for (index, process) in processes.prefix(Self.limit).enumerated() {
            let descriptor = clinux_pidfd_open(process.identifier)
            // The identifier may have passed to another process between the scan and now.
            if descriptor >= 0, table.isRunning(process) {
                descriptors[UInt64(index)] = descriptor
                living.insert(process)
                _ = clinux_epoll_control(
                    set,
                    Int32(CLINUX_EPOLL_CTL_ADD),
                    descriptor,
                    UInt32(CLINUX_EPOLLIN),
                    UInt64(index)
                )
                continue
            }
            let hasEnded = descriptor >= 0 || errno == ESRCH
            if !hasEnded { following(nil) }
            if descriptor >= 0 { close(descriptor) }
            if hasEnded {
                left -= 1
                if matters(left) { return }
            }
        }
        if descriptors.isEmpty, left < processes.count { return }
        following(living)
        while !descriptors.isEmpty {
            // One descriptor stands for all: an epoll set is readable when one of its members is.
            switch await Readiness.shared.wait(for: set, .readable) {
            case .cancelled: return
            case .failed:
                following([])
                following(nil)
                return await Self.untilCancelled()
            case .ready: break
            }
            for ended in Self.ended(in: set) {
                guard let descriptor = descriptors.removeValue(forKey: ended) else { continue }
                // Closing takes it out of the set.
                close(descriptor)
                left -= 1
                living.remove(processes[Int(ended)])
            }
            following(living)
            if matters(left) || descriptors.isEmpty { return }
        }
        await Self.untilCancelled()
    }

    /// The tokens of the processes that have ended.
    private static func ended(in set: Int32) -> [UInt64] {
        let capacity = Int(CLINUX_EPOLL_BATCH)
        var tokens = [UInt64](repeating: 0, count: capacity)
        var events = [UInt32](repeating: 0, count: capacity)
        let count = unsafe clinux_epoll_wait(set, &tokens, &events, Int32(capacity), 0)
        return Array(tokens.prefix(max(0, Int(count))))
    }

    private static func untilCancelled() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}
