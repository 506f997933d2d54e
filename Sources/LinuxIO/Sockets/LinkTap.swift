import CLinux
import Glibc
import VRRP

/// Receives packets of one family and of protocol 112 from a link, before the host's own IP layer decides about them.
///
/// A macvlan in private mode is given multicast frames that carry its own hardware address as their source, which are
/// another node's advertisements for the same virtual router; its parent is not.
final class LinkTap {
    private let socket: Descriptor

    init(interfaceIndex: Int32, name: String, family: AddressFamily = .ipv4) throws(SystemError) {
        self.socket = Descriptor(
            adopting: try Syscall.check("socket AF_PACKET", name) {
                clinux_vrrp_tap(interfaceIndex, family == .ipv6 ? 1 : 0)
            }
        )
        self.socket.widen(receive: 1 << 18)
    }

    var descriptor: Int32 { self.socket.rawValue }

    func limitReceiveBuffer(to bytes: Int32?) { self.socket.limitReceiveBuffer(to: bytes) }
}
