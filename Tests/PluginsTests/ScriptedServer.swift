import Glibc
import Synchronization

/// A listener on the loopback interface that carries out the same steps on every connection, each on a thread of its
/// own: a protocol in a few lines.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case say([UInt8])
        case text(String)
        /// Reads until this has come.
        case hear(String)
        /// Reads so many bytes.
        case take(Int)
        /// Says nothing more until the client goes.
        case wait
        /// Closes with a reset.
        case reset
    }

    let port: UInt16
    private let listener: Int32
    private let received = Mutex<[[UInt8]]>([])
    private let resets = Mutex(0)

    /// What was heard on each connection that has ended.
    var conversations: [[UInt8]] { self.received.withLock { $0 } }

    /// Connections that the client ended by a reset.
    var resetCount: Int { self.resets.withLock { $0 } }

    init(_ steps: [Step], family: Int32 = AF_INET) throws {
        let listener = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw LocalServer.Failure(call: "socket", number: errno) }
        self.listener = listener
        self.port = try Self.bind(listener, family)
        Self.detach { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                guard let self else {
                    close(connection)
                    break
                }
                Self.detach { self.serve(connection, steps) }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(self.listener, Int32(SHUT_RDWR))
    }

    private static func bind(_ listener: Int32, _ family: Int32) throws -> UInt16 {
        var storage = sockaddr_storage()
        storage.ss_family = sa_family_t(family)
        var length = socklen_t(family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
        let bytes: [UInt8] =
            family == AF_INET ? [127, 0, 0, 1] : [UInt8](repeating: 0, count: 15) + [1]
        let isBound = withUnsafeMutableBytes(of: &storage) { raw in
            raw.baseAddress.map { base in
                (base + (family == AF_INET ? 4 : 8)).copyMemory(from: bytes, byteCount: bytes.count)
                let address = base.assumingMemoryBound(to: sockaddr.self)
                return Glibc.bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            } ?? false
        }
        guard isBound else { throw LocalServer.Failure(call: "bind", number: errno) }
        return withUnsafeBytes(of: &storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }

    private func serve(_ connection: Int32, _ steps: [Step]) {
        var heard: [UInt8] = []
        var isReset = false
        func read(while isHungry: () -> Bool) {
            var buffer = [UInt8](repeating: 0, count: 65536)
            while isHungry() {
                let count = recv(connection, &buffer, buffer.count, 0)
                if count < 0, errno == ECONNRESET { isReset = true }
                guard count > 0 else { break }
                heard += buffer.prefix(count)
            }
        }
        for step in steps {
            switch step {
            case .say(let bytes): Self.send(bytes, on: connection)
            case .text(let text): Self.send(Array(text.utf8), on: connection)
            case .hear(let text):
                // By bytes: a line feed alone does not occur in a text that ends with both.
                read { !(0..<heard.count).contains { heard[$0...].starts(with: text.utf8) } }
            case .take(let count): read { heard.count < count }
            case .wait: read { true }
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
            }
        }
        close(connection)
        self.received.withLock { $0.append(heard) }
        if isReset { self.resets.withLock { $0 += 1 } }
    }

    private static func send(_ bytes: [UInt8], on connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func detach(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(Body(run: body)).toOpaque()
        )
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
