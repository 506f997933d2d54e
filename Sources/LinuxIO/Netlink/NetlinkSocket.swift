import CLinux
import Glibc

/// A netlink socket: datagrams in and out, from the kernel only.
final class NetlinkSocket {
    private let socket: Descriptor
    private var buffer = [UInt8](repeating: 0, count: 32768)

    /// - Parameters:
    ///   - protocol: `NETLINK_…`.
    ///   - groups: `RTMGRP_…` bits of what to be told of.
    init(protocol number: Int32 = Int32(NETLINK_ROUTE), groups: UInt32 = 0, receiveBuffer: Int32) throws(SystemError) {
        self.socket = Descriptor(
            adopting: try Syscall.check("socket", "AF_NETLINK") { clinux_netlink_socket(number) }
        )
        self.socket.widen(receive: receiveBuffer)
        // Since Linux 4.12; without them answers are longer and say less.
        let level = Int32(CLINUX_SOL_NETLINK)
        try? self.socket.set(level, NETLINK_CAP_ACK, to: 1, "NETLINK_CAP_ACK")
        try? self.socket.set(level, NETLINK_EXT_ACK, to: 1, "NETLINK_EXT_ACK")
        try Syscall.check("bind", "AF_NETLINK") { clinux_bind_netlink(self.socket.rawValue, groups) }
    }

    var descriptor: Int32 { self.socket.rawValue }

    func setReceiveBuffer(_ bytes: Int32, beyondLimit: Bool) {
        self.socket.resize(receive: bytes, beyondLimit: beyondLimit)
    }

    func send(_ bytes: [UInt8]) throws(SystemError) {
        try Syscall.check("send", "netlink request") {
            unsafe clinux_send(self.socket.rawValue, bytes, bytes.count)
        }
    }

    /// The next datagram of the kernel, or `nil` if none is waiting.
    ///
    /// - Throws: ENOBUFS once after the kernel had to drop messages.
    func receive() throws(SystemError) -> ArraySlice<UInt8>? {
        while true {
            var port: UInt32 = 0
            guard let length = try self.receive(peek: true, &port) else { return nil }
            if length > self.buffer.count {
                self.buffer = [UInt8](repeating: 0, count: length)
            }
            guard let count = try self.receive(peek: false, &port) else { return nil }
            // Any process may write to a netlink socket; only port 0 is the kernel.
            if port == 0 { return self.buffer.prefix(count) }
        }
    }

    /// Waits until there is something to receive; whether there is.
    func waitReadable(milliseconds: Int32) -> Bool {
        var poll = pollfd(fd: self.socket.rawValue, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&poll, 1, milliseconds) > 0
    }

    private func receive(peek: Bool, _ port: inout UInt32) throws(SystemError) -> Int? {
        let capacity = self.buffer.count
        var sender: UInt32 = 0
        let count = try Syscall.attempt("recv", "netlink") {
            unsafe clinux_receive_netlink(self.socket.rawValue, &self.buffer, capacity, peek ? 1 : 0, &sender)
        }
        port = sender
        return count
    }
}
