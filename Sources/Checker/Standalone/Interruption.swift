import Glibc

/// Lets a tool end in order when its user presses ^C.
package struct Interruption: Sendable {
    private let happened = Promise<Void>()
    /// Open for as long as a signal may come.
    private let wake: WakePipe

    /// Seconds between the signal and the end at the latest.
    private static let patience: UInt32 = 4
    /// What shells say of a program that SIGINT ended.
    private static let exitCode: Int32 = 130

    /// From now on SIGINT, SIGTERM and SIGHUP no longer end the process.
    ///
    /// - Returns: nil when the system gives no descriptors or threads.
    package init?() {
        guard let wake = WakePipe() else { return nil }
        self.wake = wake
        let happened = self.happened
        let isStarted = WorkerThread.start {
            var status = pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)
            while unsafe poll(&status, 1, -1) != 1 {}
            happened.fulfill(())
            // Longer than scripts have between SIGTERM and SIGKILL. A plugin that ignores its cancellation does not keep
            // a tool whose user has asked it to end.
            sleep(Self.patience)
            CheckerProcess.killChildren()
            _exit(Self.exitCode)
        }
        guard isStarted else { return nil }
        SignalRelay.install([SIGINT, SIGTERM, SIGHUP], to: wake)
    }

    /// Does some work, which is cancelled by an interruption.
    ///
    /// - Returns: The work's value, once it has ended; nil when it was interrupted.
    package func guarding<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                _ = await self.happened.value()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            await group.waitForAll()
            return first
        }
    }
}
