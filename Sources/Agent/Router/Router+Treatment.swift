import Checks
import Configuration
import Failover
import LinuxIO
import VRRP

extension Router {
    /// How the kernel is to treat this process. What it refuses for want of privilege is logged; the router goes on as it is.
    ///
    /// - Parameter old: What has been asked of it so far; nil at the start.
    func applyTreatment(after old: GlobalConfiguration?) {
        let new = self.node.configuration.global
        let wanted = new.processes.router
        let current = old?.processes.router ?? RouterProcessSettings()
        // A new process has the name of the supervisor, which may have one of its own.
        let name = new.processes.routerName
        if old.map({ $0.processes.routerName != name }) ?? (name != nil || new.processes.name != nil) {
            self.attempt("vrrp_process_name") { () throws(SystemError) in
                try ProcessTreatment.rename(to: name ?? "batond")
            }
        }
        if wanted.niceness != current.niceness {
            self.attempt("vrrp_priority") { () throws(SystemError) in
                try ProcessTreatment.setNiceness(wanted.niceness ?? 0)
            }
        }
        if wanted.processors != current.processors {
            self.attempt("vrrp_cpu_affinity") { () throws(SystemError) in
                try ProcessTreatment.setProcessors(wanted.processors)
            }
        }
        if wanted.realTimeLimit != current.realTimeLimit {
            self.attempt("vrrp_rlimit_rttime") { () throws(SystemError) in
                try ProcessTreatment.limitRealTime(wanted.realTimeLimit)
            }
        }
        if wanted.commandBuffer != current.commandBuffer {
            self.routes.setReceiveBuffer(wanted.commandBuffer.size, beyondLimit: wanted.commandBuffer.isForced)
        }
        if wanted.monitorBuffer != current.monitorBuffer {
            self.monitor.setReceiveBuffer(wanted.monitorBuffer.size, beyondLimit: wanted.monitorBuffer.isForced)
            self.routingMonitor?.setReceiveBuffer(wanted.monitorBuffer.size, beyondLimit: wanted.monitorBuffer.isForced)
        }
        if let old, wanted.isLocked != old.processes.router.isLocked { self.applyLock() }
        if old?.realTimePriority != new.realTimePriority || Self.hasOtherLimits(wanted, current) {
            let hadSome = (old?.realTimePriority ?? 0) > 0 || self.automaticPriority.current > 0
            self.takePrecedence(new.realTimePriority, hadSome: hadSome)
            self.automaticPriority = AutomaticPriority(
                start: new.realTimePriority,
                limit: wanted.maximumAutomaticPriority,
                delay: wanted.automaticPriorityDelay
            )
        }
    }

    private static func hasOtherLimits(_ new: RouterProcessSettings, _ old: RouterProcessSettings) -> Bool {
        new.maximumAutomaticPriority != old.maximumAutomaticPriority
            || new.automaticPriorityDelay != old.automaticPriorityDelay
    }

    private func attempt(_ word: String, _ body: () throws(SystemError) -> Void) {
        do {
            try body()
        } catch {
            self.log(.warning, "\(word) has no effect: \(error)")
        }
    }

    /// A turn before others, where the kernel grants it, so that timers are on time.
    private func takePrecedence(_ priority: Int, hadSome: Bool) {
        do {
            if priority > 0 {
                try RealTime.setRoundRobin(priority: Int32(clamping: priority))
            } else if hadSome {
                try RealTime.setOrdinary()
            }
        } catch {
            self.log(.info, "runs without real-time priority (\(error)); timers may be late under load")
        }
    }

    /// Everything touched from now on stays in memory, or may leave it.
    func applyLock() {
        do {
            if self.node.configuration.global.processes.router.isLocked {
                try RealTime.lockMemory(onFault: true)
            } else {
                try ProcessTreatment.unlockMemory()
            }
        } catch {
            self.log(.info, "runs without locked memory (\(error)); timers may be late when memory is short")
        }
    }

    /// A timer has ended the wait; it was due at `deadline`.
    func timerEnded(dueAt deadline: Instant?) {
        guard let deadline else { return }
        let lateness = MonotonicClock.now() - deadline
        guard let priority = self.automaticPriority.timerWasLate(by: lateness) else { return }
        do {
            try RealTime.setRoundRobin(priority: Int32(clamping: priority))
            self.log(
                .warning,
                "a timer was \(lateness.milliseconds) ms late; the real-time priority is \(priority) now"
            )
        } catch {
            self.log(
                .warning,
                "a timer was \(lateness.milliseconds) ms late, and max_auto_priority has no effect: \(error)"
            )
        }
    }

    /// A turn that took longer than it may has cost the process its real-time priority; it gets it back.
    func regainPrecedence() {
        guard ProcessTreatment.hasExceededRealTime() else { return }
        let global = self.node.configuration.global
        self.log(
            .warning,
            "computed longer than vrrp_rlimit_rttime without waiting, and lost real-time priority meanwhile"
        )
        self.takePrecedence(self.automaticPriority.current, hadSome: false)
        // The kernel has raised the limit by a second.
        self.attempt("vrrp_rlimit_rttime") { () throws(SystemError) in
            try ProcessTreatment.limitRealTime(global.processes.router.realTimeLimit)
        }
    }
}

extension ReceiveBuffer {
    /// A mebibyte beyond the system's limit, unless something else is said.
    var size: Int32 { self.bytes ?? 1 << 20 }
    var isForced: Bool { self.mayExceedLimit ?? (self.bytes == nil) }
}
