import CLinux
import Glibc

/// One end of a pair between two processes: whole messages, in order, never cut or joined (`SOCK_SEQPACKET`).
package final class MessageSocket {
    /// Bytes of the longest message.
    package static let maximumMessageSize = 256 * 1024

    /// What came from the other end.
    package enum Received: Hashable, Sendable {
        case message([UInt8])
        /// Nothing is waiting.
        case nothing
        /// The other end is closed everywhere and all it sent has been read.
        case closed
    }

    private let socket: Descriptor

    /// Takes over a descriptor made by ``pair()``, here or in the process that started this one.
    package init(adopting descriptor: Int32) {
        self.socket = Descriptor(adopting: descriptor)
    }

    /// Two connected ends.
    package static func pair() throws(SystemError) -> (MessageSocket, MessageSocket) {
        var ends: [Int32] = [-1, -1]
        try Syscall.check("socketpair") { unsafe clinux_message_socket_pair(&ends) }
        let pair = (MessageSocket(adopting: ends[0]), MessageSocket(adopting: ends[1]))
        // The kernel doubles this, and needs room for one whole message at least.
        pair.0.socket.widen(send: 1 << 20)
        pair.1.socket.widen(send: 1 << 20)
        return pair
    }

    package var descriptor: Int32 { self.socket.rawValue }

    /// Sends a message of 1…``maximumMessageSize`` bytes (EMSGSIZE otherwise: an empty one would look like the end).
    ///
    /// - Returns: `false` if there is no room now; nothing was sent then.
    /// - Throws: EPIPE or ECONNRESET if the other end is gone.
    package func send(_ message: [UInt8]) throws(SystemError) -> Bool {
        guard (1...Self.maximumMessageSize).contains(message.count) else {
            throw SystemError(code: EMSGSIZE, call: "send", object: "message of \(message.count) bytes")
        }
        return try Syscall.attempt("send", "message socket") {
            unsafe clinux_send(self.socket.rawValue, message, message.count)
        } != nil
    }

    /// The next message.
    ///
    /// - Throws: EMSGSIZE for one longer than ``maximumMessageSize``, which is dropped.
    package func receive() throws(SystemError) -> Received {
        let length: Int?
        do {
            length = try Syscall.attempt("recv", "message socket") { clinux_next_length(self.socket.rawValue) }
        } catch  where error.code == ECONNRESET {
            // The other end closed with messages of ours unread; that is an end like any other.
            return .closed
        }
        guard let length else { return .nothing }
        guard length > 0 else { return .closed }
        guard length <= Self.maximumMessageSize else {
            clinux_receive(self.socket.rawValue, nil, 0)
            throw SystemError(code: EMSGSIZE, call: "recv", object: "message of \(length) bytes")
        }
        var message = [UInt8](repeating: 0, count: length)
        let count = try Syscall.check("recv", "message socket") {
            unsafe clinux_receive(self.socket.rawValue, &message, length)
        }
        return .message(Array(message.prefix(count)))
    }
}
