import ConfigurationFiles
import Failover
import Glibc
import LinuxIO
import VRRP

extension DumpMoment {
    /// Now, in this process. Touches no disk once the time zone is known (`tzset`).
    static func ofThisProcess() -> DumpMoment {
        DumpMoment(
            now: MonotonicClock.now(),
            utc: UTCTime(nanoseconds: WallClock.nanoseconds()),
            offset: { seconds in
                var time = time_t(seconds)
                var parts = unsafe tm()
                return unsafe localtime_r(&time, &parts) == nil ? 0 : unsafe Int64(parts.tm_gmtoff)
            },
            version: BatonVersion.current,
            processID: getpid(),
            userID: geteuid(),
            groupID: getegid(),
            hostName: self.hostName
        )
    }

    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Asks the kernel for what the node does not keep of interfaces.
    mutating func addLinks() {
        guard let links = try? RouteSocket().links() else { return }
        for link in links {
            self.links[link.index] = LinkFacts(
                isUp: link.isUp,
                isRunning: link.isRunning,
                isLoopback: link.isLoopback,
                mtu: link.mtu,
                group: link.group
            )
        }
    }
}
