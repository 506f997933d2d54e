import CLinux
import Foundation
import LinuxIO
import Testing
import VRRP

extension KernelTests {
    @Suite("How the kernel treats a process") struct TreatmentTests {
        /// In a child of its own: it must not change this process.
        @Test(.privileged) func losesRealTimeWhenItComputesTooLong() throws {
            let child = try ChildProcess.fork {
                do {
                    try RealTime.setRoundRobin(priority: 1)
                    try ProcessTreatment.limitRealTime(.milliseconds(20))
                    let end = MonotonicClock.now() + .seconds(5)
                    while RealTime.isRoundRobin { if MonotonicClock.now() > end { return 1 } }
                    guard ProcessTreatment.hasExceededRealTime() else { return 2 }
                    guard !ProcessTreatment.hasExceededRealTime() else { return 3 }
                    // And may have it again.
                    try RealTime.setRoundRobin(priority: 1)
                    try ProcessTreatment.limitRealTime(nil)
                    return RealTime.isRoundRobin ? 0 : 4
                } catch {
                    return 5
                }
            }
            #expect(try child.wait() == .exited(0))
        }

        @Test func isTreatedAsAsked() throws {
            let child = try ChildProcess.fork {
                do {
                    try ProcessTreatment.rename(to: "a-name-of-more-than-fifteen")
                    try ProcessTreatment.setNiceness(5)
                    try ProcessTreatment.setProcessors([0])
                    kill(getpid(), SIGSTOP)
                    try ProcessTreatment.setProcessors([])
                    return 0
                } catch {
                    return 1
                }
            }
            let folder = "/proc/\(child.pid)"
            var fields: [Substring] = []
            for _ in 0..<500 where fields.first != "T" {
                usleep(10_000)
                let stat = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8)
                fields = (stat.components(separatedBy: ") ").last ?? "").split(separator: " ")
            }
            #expect(fields.first == "T")
            #expect(fields.count > 17 && fields[16] == "5")
            #expect(try String(contentsOfFile: "\(folder)/comm", encoding: .utf8) == "a-name-of-more-\n")
            let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
            #expect(status.contains("Cpus_allowed_list:\t0\n"))
            try child.kill(SIGCONT)
            #expect(try child.wait() == .exited(0))
        }
    }
}
