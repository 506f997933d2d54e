import Glibc
import Synchronization

/// A listener on the loopback interface, or on a Unix socket, that answers every connection in a fixed way from a
/// thread of its own.
final class LocalServer: Sendable {
    enum Behaviour: Sendable {
        /// Accepts nothing.
        case silent
        /// Accepts, and never says a word.
        case mute
        /// Accepts and closes.
        case closing
        /// Reads a request and answers with this text, then closes.
        case answering(String)
    }

    struct Failure: Error {
        var call: String
        var number: Int32
    }

    let port: UInt16
    private let listener: Int32
    private let accepted = Mutex<[Int32]>([])
    private let received = Mutex<[String]>([])

    /// The requests so far.
    var requests: [String] { self.received.withLock { $0 } }

    init(_ behaviour: Behaviour, backlog: Int32 = 16) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Failure(call: "socket", number: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, backlog) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw Failure(call: "bind", number: errno) }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
        self.serve(behaviour)
    }

    init(_ behaviour: Behaviour, unixSocket path: String) throws {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Failure(call: "socket", number: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 && listen(listener, 16) == 0
            }
        }
        guard bound else { throw Failure(call: "bind", number: errno) }
        self.listener = listener
        self.port = 0
        self.serve(behaviour)
    }

    deinit {
        self.stop()
    }

    /// Closes the listener and every connection.
    func stop() {
        shutdown(self.listener, Int32(SHUT_RDWR))
        self.accepted.withLock { accepted in
            for descriptor in accepted { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func serve(_ behaviour: Behaviour) {
        if case .silent = behaviour { return }
        let listener = self.listener
        let work = Work { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                switch behaviour {
                case .silent: break
                case .mute: self?.accepted.withLock { $0.append(connection) }
                case .closing: close(connection)
                case .answering(let text):
                    var buffer = [UInt8](repeating: 0, count: 65536)
                    let count = read(connection, &buffer, buffer.count)
                    self?.received.withLock {
                        $0.append(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
                    }
                    var rest = Array(text.utf8)[...]
                    while !rest.isEmpty {
                        let sent = rest.withUnsafeBytes {
                            send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                        }
                        guard sent > 0 else { break }
                        rest = rest.dropFirst(sent)
                    }
                    shutdown(connection, Int32(SHUT_WR))
                    close(connection)
                }
            }
            close(listener)
            self?.accepted.withLock { accepted in
                for descriptor in accepted { close(descriptor) }
                accepted = []
            }
        }
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(work).toOpaque()
        )
        pthread_detach(thread)
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// A port of the loopback interface nobody listens on.
    static func closedPort() throws -> UInt16 {
        let server = try LocalServer(.silent)
        server.stop()
        close(server.listener)
        return server.port
    }

    /// An HTTP answer with a body.
    static func answer(_ status: String, body: String = "", headers: String = "") -> Behaviour {
        .answering(
            "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)"
        )
    }
}
