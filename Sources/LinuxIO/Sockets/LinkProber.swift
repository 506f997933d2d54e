import CLinux
import Glibc

/// Asks drivers whether a link has a carrier, for those that do not tell the kernel by themselves.
package final class LinkProber {
    package enum Method: Hashable, Sendable {
        /// MII where the driver knows it, else ethtool, else the flags.
        case automatic
        case mii
        case ethtool
        case flags
    }

    private let socket: Descriptor

    package init() throws(SystemError) {
        self.socket = Descriptor(adopting: try Syscall.check("socket") { clinux_control_socket() })
    }

    /// Whether the interface is switched on, running, and has a link by the method; a driver that does not know the method
    /// is asked by another one, as keepalived does.
    ///
    /// - Throws: ENODEV without such an interface.
    package func isUp(_ interface: String, by method: Method) throws(SystemError) -> Bool {
        let isRunning = try Syscall.check("ioctl SIOCGIFFLAGS", interface) {
            unsafe clinux_link_running(self.socket.rawValue, interface)
        }
        guard isRunning == 1 else { return false }
        switch method {
        case .automatic: return self.byMII(interface) ?? self.byEthtool(interface) ?? true
        case .mii: return self.byMII(interface) ?? self.byEthtool(interface) ?? true
        case .ethtool: return self.byEthtool(interface) ?? self.byMII(interface) ?? true
        case .flags: return true
        }
    }

    private func byMII(_ interface: String) -> Bool? {
        let answer = unsafe clinux_link_mii(self.socket.rawValue, interface)
        return answer < 0 ? nil : answer == 1
    }

    private func byEthtool(_ interface: String) -> Bool? {
        let answer = unsafe clinux_link_ethtool(self.socket.rawValue, interface)
        return answer < 0 ? nil : answer == 1
    }
}
