import Checks
import Glibc
import Logging
import Synchronization

/// Listens for pushed outcomes on a thread of its own, so that neither slow clients nor many of them hold up anything.
final class PushServer: Sendable {
    private struct Listening {
        var path: String
        var stop: WakePipe
    }

    private let listening = Mutex(Listening?.none)
    private let logger: RateLimitedLogger
    private let push: @Sendable (PushRequest) -> PushAnswer

    /// Connections at a time; of more, the one that has been quiet longest gives way.
    static let clientLimit = 64
    /// How long a client may take over the rest of its request, or over its answer.
    static let patience = Duration.seconds(5)

    /// - Parameter push: Takes a request to the check.
    init(logger: RateLimitedLogger, push: @escaping @Sendable (PushRequest) -> PushAnswer) {
        self.logger = logger
        self.push = push
    }

    /// Listens there from now on, and nowhere else; nil = nowhere. Says in the log why it cannot.
    func listen(at path: String?) {
        self.listening.withLock { listening in
            guard listening?.path != path else { return }
            listening?.stop.wake()
            listening = nil
            guard let path else { return }
            do throws(PushListener.Failure) {
                let listener = try PushListener(path: path)
                guard let stop = WakePipe(), self.start(listener, stop: stop) else {
                    throw PushListener.Failure("listen", path, EMFILE)
                }
                listening = Listening(path: path, stop: stop)
            } catch {
                self.logger.logger.error(
                    "outcomes cannot be pushed (checker_socket)",
                    metadata: ["error": "\(error.message)"]
                )
            }
        }
    }

    private func start(_ listener: consuming PushListener, stop: WakePipe) -> Bool {
        // A thread's closure is copied; what it holds is not.
        let holder = Holder(listener)
        return WorkerThread.start { self.work(holder, until: stop) }
    }

    private final class Holder: Sendable {
        let listener: PushListener
        init(_ listener: consuming PushListener) { self.listener = listener }
    }

    private func work(_ holder: Holder, until stop: WakePipe) {
        var clients: [PushClient] = []
        defer { for client in clients { close(client.descriptor) } }
        while true {
            var waits = [
                pollfd(fd: stop.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: holder.listener.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            waits += clients.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
            let isAnybodyInDebt = clients.contains(where: \.isInDebt)
            _ = unsafe poll(&waits, nfds_t(waits.count), isAnybodyInDebt ? 1000 : -1)
            guard waits[0].revents == 0 else { return }
            let now = SuspendingClock().now
            let ready = waits.dropFirst(2).map { $0.revents != 0 }
            clients = self.proceed(clients, ready: ready, at: now)
            if waits[1].revents != 0 { self.accept(from: holder.listener, into: &clients, at: now) }
        }
    }

    /// The clients that are left.
    private func proceed(_ clients: [PushClient], ready: [Bool], at now: SuspendingClock.Instant) -> [PushClient] {
        zip(clients, ready).compactMap { client, isReady in
            var client = client
            let goesOn =
                isReady
                ? client.proceed(at: now, self.serve)
                : !client.isInDebt || client.since.duration(to: now) < Self.patience
            if !goesOn { close(client.descriptor) }
            return goesOn ? client : nil
        }
    }

    private func accept(
        from listener: borrowing PushListener,
        into clients: inout [PushClient],
        at now: SuspendingClock.Instant
    ) {
        while let descriptor = listener.accept() {
            if clients.count >= Self.clientLimit,
                let quietest = clients.indices.min(by: { clients[$0].since < clients[$1].since })
            {
                close(clients.remove(at: quietest).descriptor)
            }
            clients.append(PushClient(descriptor: descriptor, at: now))
        }
    }

    private func serve(_ line: [UInt8]) -> PushAnswer {
        let answer: PushAnswer
        do throws(PushRequestError) {
            answer = self.push(try PushRequest(parsing: line))
        } catch {
            answer = .refused(error.message)
        }
        if case .refused(let reason) = answer {
            self.logger.log(.notice, key: "push", "a pushed outcome was refused", metadata: ["reason": "\(reason)"])
        }
        return answer
    }
}
