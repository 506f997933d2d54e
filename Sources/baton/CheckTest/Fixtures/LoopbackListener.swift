import CLinux
import Checker
import Glibc
import Synchronization

/// A listening socket on 127.0.0.1 that serves each connection on a thread of its own.
final class LoopbackListener: Sendable {
    typealias Service = @Sendable (FixtureConnection) -> Void

    let port: UInt16
    private let listener: Int32
    private let service: Service
    private let state = Mutex(State())

    private struct State {
        var isStopped = false
        /// The descriptors of clients that are being served.
        var clients: Set<Int32> = []
        /// Whether the thread that accepts still holds the listener.
        var isAccepting = true
    }

    /// - Parameter port: nil = a free one.
    init(port: UInt16?, service: @escaping Service) throws(FixtureError) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw FixtureError("no socket", errno: errno) }
        do throws(FixtureError) {
            self.port = try Self.bind(listener, to: port ?? 0)
        } catch {
            close(listener)
            throw error
        }
        self.listener = listener
        self.service = service
        guard WorkerThread.start({ self.accept() }) else {
            close(listener)
            throw FixtureError("the system gives no thread")
        }
    }

    private static func bind(_ listener: Int32, to port: UInt16) throws(FixtureError) -> UInt16 {
        var yes: Int32 = 1
        unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failure: Int32 = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let isBound =
                    unsafe Glibc.bind(listener, pointer, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, pointer, &length) == 0
                return isBound ? 0 : errno
            }
        }
        guard failure == 0 else {
            throw FixtureError("cannot listen on 127.0.0.1:\(port == 0 ? "any port" : String(port))", errno: failure)
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// From now on connections are refused, and those there were are over. Returns when the port is free.
    func stop() {
        self.state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            if state.isAccepting { shutdown(self.listener, Int32(SHUT_RDWR)) }
            for client in state.clients { shutdown(client, Int32(SHUT_RDWR)) }
        }
        while self.state.withLock({ $0.isAccepting || !$0.clients.isEmpty }) { usleep(1000) }
    }

    private func accept() {
        while true {
            let client = clinux_accept(self.listener)
            if client < 0 {
                if [EINTR, ECONNABORTED].contains(errno) { continue }
                break
            }
            // Its thread may wait for it.
            _ = fcntl(client, F_SETFL, 0)
            let isAdmitted = self.state.withLock { state in
                guard !state.isStopped else { return false }
                state.clients.insert(client)
                return true
            }
            guard isAdmitted else {
                close(client)
                break
            }
            if !WorkerThread.start({ self.serve(client) }) { self.forget(client) }
        }
        self.state.withLock { state in
            close(self.listener)
            state.isAccepting = false
        }
    }

    private func serve(_ client: Int32) {
        self.service(FixtureConnection(descriptor: client))
        self.forget(client)
    }

    /// Closed under the lock: ``stop()`` must not shut down a descriptor that has become another's.
    private func forget(_ client: Int32) {
        self.state.withLock { state in
            state.clients.remove(client)
            shutdown(client, Int32(SHUT_RDWR))
            close(client)
        }
    }
}
