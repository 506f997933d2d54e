import CLinux
import Glibc
import Synchronization

/// A conversation with a bus, or with systemd itself, over a Unix socket; closed when it goes. One task uses it at a time.
final class DBusConnection: Sendable {
    let descriptor: Int32
    private let state = Mutex(State())

    private struct State {
        var received: [UInt8] = []
        var lastSerial: UInt32 = 0
        /// Those that came while answers were waited for.
        var signals: [DBusMessage] = []
    }

    /// Of more signals the later ones tell nothing new to who waits for one.
    private static let signalLimit = 64

    /// Connects and makes itself known as this process's user (D-Bus specification, "Authentication Protocol").
    init(path: String) async throws(DBusFailure) {
        let descriptor = clinux_unix_socket()
        guard descriptor >= 0 else { throw .connect(errno) }
        self.descriptor = descriptor
        let bytes = Array(path.utf8)
        guard unsafe clinux_connect_unix(descriptor, bytes.map { CChar(bitPattern: $0) }, bytes.count) == 0 else {
            throw .connect(errno)
        }
        let identity = "\(geteuid())".utf8.map { String($0, radix: 16) }.joined()
        try await self.send(Array("\0AUTH EXTERNAL \(identity)\r\n".utf8))
        guard try await self.line().hasPrefix("OK ") else { throw .refused }
        try await self.send(Array("BEGIN\r\n".utf8))
    }

    deinit {
        close(self.descriptor)
    }

    /// Sends calls, all at once, and answers what comes back, in their order.
    func call(_ calls: [DBusMessage]) async throws(DBusFailure) -> [DBusMessage] {
        var bytes: [UInt8] = []
        var serials: [UInt32] = []
        for var call in calls {
            call.serial = self.state.withLock { state in
                // 0 is no serial number.
                state.lastSerial = max(1, state.lastSerial &+ 1)
                return state.lastSerial
            }
            serials.append(call.serial)
            bytes += call.wire
        }
        try await self.send(bytes)
        return try await self.answers(to: serials)
    }

    /// The answers to these calls, in their order; signals that come meanwhile are kept for ``nextSignal()``.
    private func answers(to serials: [UInt32]) async throws(DBusFailure) -> [DBusMessage] {
        var answers: [UInt32: DBusMessage] = [:]
        while answers.count < serials.count {
            let message = try await self.next()
            switch message.kind {
            case .answer, .error:
                guard serials.contains(message.answeredSerial) else { continue }
                answers[message.answeredSerial] = message
            case .signal:
                self.state.withLock { state in
                    if state.signals.count < Self.signalLimit { state.signals.append(message) }
                }
            case .call, nil:
                continue
            }
        }
        return serials.compactMap { answers[$0] }
    }

    /// The next signal, as soon as there is one.
    func nextSignal() async throws(DBusFailure) -> DBusMessage {
        if let kept = self.state.withLock({ $0.signals.isEmpty ? nil : $0.signals.removeFirst() }) { return kept }
        while true {
            let message = try await self.next()
            if message.kind == .signal { return message }
        }
    }

    /// Forgets the signals that have come: what follows is asked for anew.
    func forgetSignals() {
        self.state.withLock { $0.signals = [] }
    }

    /// The next message, whatever it is.
    func next() async throws(DBusFailure) -> DBusMessage {
        while true {
            if let message = try self.buffered() { return message }
            try await self.receive()
        }
    }

    /// A message that has come already; nil if there is none.
    private func buffered() throws(DBusFailure) -> DBusMessage? {
        let received = self.state.withLock { $0.received }
        guard let length = try DBusMessage.length(of: received), received.count >= length else { return nil }
        self.state.withLock { $0.received.removeFirst(length) }
        return try DBusMessage(parsing: Array(received[..<length]))
    }

    private func line() async throws(DBusFailure) -> String {
        while true {
            let line: String? = self.state.withLock { state in
                guard let end = state.received.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
                defer { state.received.removeFirst(end + 1) }
                return String(decoding: state.received[..<end], as: UTF8.self)
            }
            if let line { return line }
            guard self.state.withLock({ $0.received.count }) < 4096 else { throw .malformed }
            try await self.receive()
        }
    }

    private func receive() async throws(DBusFailure) {
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = unsafe clinux_receive(self.descriptor, &buffer, buffer.count)
            if count > 0 {
                self.state.withLock { $0.received += buffer[..<count] }
                return
            }
            guard count != 0 else { throw .closed(0) }
            guard errno == EAGAIN || errno == EINTR else { throw .closed(errno) }
            try await self.wait(.readable)
        }
    }

    private func send(_ bytes: [UInt8]) async throws(DBusFailure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe clinux_send(self.descriptor, rest, rest.count)
            if count > 0 {
                rest.removeFirst(count)
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { throw .closed(errno) }
            try await self.wait(.writable)
        }
    }

    private func wait(_ interest: Readiness.Interest) async throws(DBusFailure) {
        switch await Readiness.shared.wait(for: self.descriptor, interest) {
        case .ready: return
        case .cancelled: throw .cancelled
        case .failed(let number): throw .closed(number)
        }
    }
}
