import CLinux
import Glibc

/// An ICMP socket that talks to one host; closed when it goes.
final class EchoSocket: Sendable {
    let descriptor: Int32
    let isRaw: Bool

    /// Why there is none: the error number, and whether it is for want of permission.
    struct Failure: Error, Hashable {
        var number: Int32
        var isPermission: Bool
    }

    init(to host: SocketAddress, from source: SocketAddress?) throws(Failure) {
        var descriptor = clinux_echo_socket(host.family, 0)
        var isRaw = false
        // Outside net.ipv4.ping_group_range the kernel says EACCES; old ones do not know such sockets.
        if descriptor < 0, errno == EACCES || errno == EPERM || errno == EPROTONOSUPPORT || errno == ESOCKTNOSUPPORT {
            descriptor = clinux_echo_socket(host.family, 1)
            isRaw = true
        }
        guard descriptor >= 0 else { throw Failure(number: errno, isPermission: errno == EPERM || errno == EACCES) }
        self.descriptor = descriptor
        self.isRaw = isRaw
        guard clinux_echo_socket_prepare(descriptor, host.family, isRaw ? 1 : 0) == 0 else {
            throw Failure(number: errno, isPermission: false)
        }
        if let source, unsafe source.withSocketAddress({ unsafe bind(descriptor, $0, $1) }) != 0 {
            throw Failure(number: errno, isPermission: false)
        }
        guard unsafe host.withSocketAddress({ unsafe connect(descriptor, $0, $1) }) == 0 else {
            throw Failure(number: errno, isPermission: false)
        }
    }

    deinit {
        close(self.descriptor)
    }

    /// 0, or the error number.
    func send(_ bytes: [UInt8]) -> Int32 {
        for _ in 0..<2 {
            if unsafe Glibc.send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) >= 0 { return 0 }
            let number = errno
            // An error that an earlier request met is told here; the next attempt is this one's own.
            guard clinux_discard_error(self.descriptor) == 0 else { return number }
        }
        return unsafe Glibc.send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) >= 0 ? 0 : errno
    }

    enum Received: Hashable {
        case message([UInt8])
        case nothing
        /// The network says that a request does not arrive.
        case failed(Int32)
    }

    func receive() -> Received {
        var buffer = [UInt8](repeating: 0, count: 65_600)
        let count = unsafe recv(self.descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count >= 0 { return .message(Array(buffer[..<count])) }
        let number = errno
        if number == EAGAIN || number == EINTR {
            // What IP_RECVERR queued keeps the socket ready until it is taken.
            return clinux_discard_error(self.descriptor) == 0 ? .failed(EHOSTUNREACH) : .nothing
        }
        _ = clinux_discard_error(self.descriptor)
        return .failed(number)
    }
}
