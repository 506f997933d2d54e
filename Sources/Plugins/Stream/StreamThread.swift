import Checks
import Glibc

/// What the thread of one stream does: it starts the process, carries lines, and reaps.
final class StreamThread {
    /// Bytes that wait for the process to read them; one that lets more pile up does not read at all.
    static let outboxLimit = 1 << 20
    /// Bytes read before the machine is asked again.
    private static let readLimit = 64 * 1024

    private let process: StreamProcess
    private let wake: StreamWake
    private var child: StreamChild?
    private var outbox: [UInt8] = []
    private var closesInput = false
    private var lines = StreamLines()
    private var buffer = [UInt8](repeating: 0, count: StreamThread.readLimit)

    init(for process: StreamProcess, _ wake: StreamWake) {
        self.process = process
        self.wake = wake
    }

    /// Returns when nobody needs the process any more and it has ended.
    func run() {
        while let (orders, deadline) = self.process.nextOrders() {
            for order in orders { self.perform(order) }
            self.flush()
            // What has been done may have changed what is due.
            self.wait(until: orders.isEmpty ? deadline : .now)
            if let deadline, deadline <= .now {
                self.process.handle { $0.expire(at: .now, jitter: Double.random(in: 0...1)) }
            }
        }
    }

    private func perform(_ order: StreamMachine.Action) {
        switch order {
        case .start: self.start()
        case .send(let request): self.send(request)
        case .closeInput: self.closesInput = true
        case .signal(let number): self.child?.signal(number)
        case .answer, .changed:
            // Done where they arise.
            break
        }
    }

    private func start() {
        let jitter = Double.random(in: 0...1)
        let launch: Launch
        switch self.process.program.prepareBlocking() {
        case .failure(let refusal):
            self.process.handle { $0.didFailToStart(refusal, at: .now, jitter: jitter) }
            return
        case .success(let prepared):
            launch = prepared
        }
        CheckPrograms.shared.willStart()
        do throws(StreamChild.Failure) {
            let child = try self.spawn(launch)
            CheckPrograms.shared.didStart(child.identifier)
            self.child = child
            self.outbox = []
            self.closesInput = false
            self.lines = StreamLines()
        } catch {
            CheckPrograms.shared.didStart(nil)
            let refusal = launch.refusal(error.number, error)
            self.process.handle { $0.didFailToStart(refusal, at: .now, jitter: jitter) }
        }
    }

    private func spawn(_ launch: Launch) throws(StreamChild.Failure) -> StreamChild {
        do throws(StreamChild.Failure) {
            return try StreamChild(launch)
        } catch {
            guard error.number == ENOEXEC else { throw error }
            return try StreamChild(launch.throughShell)
        }
    }

    private func send(_ request: StreamRequest) {
        guard self.child != nil else { return }
        self.outbox += request.line
        guard self.outbox.count > Self.outboxLimit else { return }
        self.outbox = []
        let outage = StreamOutage(.streamDown, "\(self.process.program.program) does not read its input")
        self.process.handle { $0.violate(outage, at: .now) }
    }

    /// Writes what the pipe takes.
    private func flush() {
        guard let child = self.child, child.input >= 0 else { return }
        while !self.outbox.isEmpty {
            let count = unsafe self.outbox.withUnsafeBytes { unsafe write(child.input, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if errno == EAGAIN { return }
                // Nobody will read the rest; the end of the process is noticed by itself.
                self.outbox = []
                break
            }
            self.outbox.removeFirst(count)
        }
        if self.closesInput { child.closeInput() }
    }

    private func wait(until deadline: ContinuousClock.Instant?) {
        // poll(2) passes over descriptors of -1.
        var waits = [
            pollfd(fd: self.wake.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.child?.exit ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.child?.output ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.child?.errors ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.outbox.isEmpty ? -1 : self.child?.input ?? -1, events: Int16(POLLOUT), revents: 0),
        ]
        guard unsafe poll(&waits, nfds_t(waits.count), Self.milliseconds(until: deadline)) > 0 else { return }
        if waits[0].revents != 0 { self.wake.clear() }
        if waits[4].revents != 0 { self.flush() }
        if waits[3].revents != 0 { self.readErrors() }
        if waits[2].revents != 0 { self.readOutput() }
        if waits[1].revents != 0 { self.reap() }
    }

    private func readOutput() {
        guard let child = self.child else { return }
        let count = unsafe self.buffer.withUnsafeMutableBytes { unsafe read(child.output, $0.baseAddress, $0.count) }
        guard count > 0 else {
            guard count == 0 || (errno != EAGAIN && errno != EINTR) else { return }
            child.closeOutput()
            // Mostly this is the first that is seen of an end, which says more.
            guard !child.hasEnded(within: .milliseconds(500)) else { return self.reap() }
            let outage = StreamOutage(.streamDown, "\(self.process.program.program) has closed its output")
            self.process.handle { $0.violate(outage, at: .now) }
            return
        }
        for line in self.lines.take(self.buffer.prefix(count)) {
            if line == .tooLong { child.closeOutput() }
            self.process.handle { $0.hear(line, at: .now) }
        }
    }

    private func readErrors() {
        guard let child = self.child else { return }
        let count = unsafe self.buffer.withUnsafeMutableBytes { unsafe read(child.errors, $0.baseAddress, $0.count) }
        guard count > 0 else {
            if count == 0 || (errno != EAGAIN && errno != EINTR) { child.closeErrors() }
            return
        }
        let text = String(decoding: self.buffer.prefix(count).suffix(CheckOutcome.outputLimit), as: UTF8.self)
        self.process.handle { machine in
            machine.say(text)
            return []
        }
    }

    /// The process has ended; what it said before that counts still.
    private func reap() {
        guard let child = self.child else { return }
        for _ in 0..<16 where child.output >= 0 { self.readRest(child) }
        self.readErrors()
        let ending = child.reap()
        CheckPrograms.shared.didEnd(child.identifier)
        self.child = nil
        self.process.handle { $0.didEnd(ending, at: .now, jitter: Double.random(in: 0...1)) }
    }

    private func readRest(_ child: StreamChild) {
        let count = unsafe self.buffer.withUnsafeMutableBytes { unsafe read(child.output, $0.baseAddress, $0.count) }
        guard count > 0 else { return child.closeOutput() }
        for line in self.lines.take(self.buffer.prefix(count)) {
            self.process.handle { $0.hear(line, at: .now) }
            if line == .tooLong { return child.closeOutput() }
        }
    }

    /// Rounded up, so that what is due then is due.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline).milliseconds
        return Int32(min(max(0, left.rounded(.up)), 3_600_000))
    }
}
