import CLinux
import Glibc

/// Hears of the end of processes through pidfds.
enum ProcessWatch {
    /// Of a server with very many processes the oldest are watched, among them the one that starts the others.
    static let limit = 64

    /// Returns when one of the processes has ended, or when the task is cancelled. Without processes, or where the
    /// kernel offers no pidfds (before Linux 5.3), only the latter.
    static func firstExit(of processes: [ProcessEntry], in table: ProcessTable) async {
        let set = clinux_epoll_create()
        guard set >= 0 else { return await Self.untilCancelled() }
        var descriptors: [Int32] = []
        defer {
            for descriptor in descriptors + [set] {
                close(descriptor)
            }
        }
        for process in processes.prefix(Self.limit) {
            let descriptor = clinux_pidfd_open(process.identifier)
            guard descriptor >= 0 else {
                if errno == ESRCH { return }
                continue
            }
            descriptors.append(descriptor)
            // The identifier may have passed to another process between the scan and now.
            guard table.isRunning(process) else { return }
            _ = clinux_epoll_control(set, Int32(CLINUX_EPOLL_CTL_ADD), descriptor, UInt32(CLINUX_EPOLLIN), 0)
        }
        guard !descriptors.isEmpty else { return await Self.untilCancelled() }
        // One descriptor stands for all: an epoll set is readable when one of its members is.
        if case .failed = await Readiness.shared.wait(for: set, .readable) {
            await Self.untilCancelled()
        }
    }

    private static func untilCancelled() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}
