import CCurl
import CLinux
import Glibc

/// The thread behind ``CurlEngine``: libcurl says which sockets it waits for and until when, epoll waits.
///
/// A wake-up costs what became ready, not what is under way, so checks of servers that hang are free.
@safe
final class CurlLoop {
    /// As many as are worth keeping between the bursts of a schedule; each is about 6 KB.
    private static let idleLimit = 64
    /// epoll's tokens: libcurl's sockets are their own number, the connection of a task is this bit and its number.
    private static let taskBit: UInt64 = 1 << 63
    private static let wakeUpToken = UInt64.max

    private struct Entry {
        var task: any CurlTask
        /// What the task itself waits for.
        var watched: Int32?
    }

    private let multi: UnsafeMutableRawPointer
    private let epoll: Int32
    private let wakeUp: Int32
    private var entries: [UInt64: Entry] = [:]
    private var tokens: [UInt: UInt64] = [:]
    private var idle: [CurlHandle] = []
    /// Sockets libcurl has in epoll.
    private var sockets: Set<Int32> = []
    private var deadline: ContinuousClock.Instant?

    init?(wakeUp: Int32) {
        guard let multi = unsafe curl_multi_init() else { return nil }
        unsafe self.multi = multi
        self.wakeUp = wakeUp
        self.epoll = clinux_epoll_create()
        let isAdded = clinux_epoll_control(
            self.epoll,
            Int32(CLINUX_EPOLL_CTL_ADD),
            wakeUp,
            UInt32(CLINUX_EPOLLIN),
            Self.wakeUpToken
        )
        guard isAdded == 0, self.watch() else { return nil }
    }

    private func watch() -> Bool {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let code = unsafe ccurl_multi_watch(
            self.multi,
            { _, descriptor, what, context, _ in
                guard let context = unsafe context else { return -1 }
                unsafe Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().follow(descriptor, what)
                return 0
            },
            { _, milliseconds, context in
                guard let context = unsafe context else { return -1 }
                unsafe Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().setTimer(milliseconds)
                return 0
            },
            context
        )
        return code == CURLM_OK
    }

    /// Never returns: it ends with the process.
    func run(_ takeOrders: () -> [(token: UInt64, order: CurlOrders.Order)]) {
        let capacity = Int(CLINUX_EPOLL_BATCH)
        var tokens = [UInt64](repeating: 0, count: capacity)
        var events = [UInt32](repeating: 0, count: capacity)
        while true {
            let count = unsafe clinux_epoll_wait(self.epoll, &tokens, &events, Int32(capacity), self.patience)
            for index in 0..<max(0, Int(count)) {
                switch tokens[index] {
                case Self.wakeUpToken: self.drainWakeUp()
                case let token where token & Self.taskBit != 0: self.proceed(token & ~Self.taskBit)
                case let token: self.act(on: Int32(truncatingIfNeeded: token), events[index])
                }
            }
            self.obey(takeOrders())
            if let deadline = self.deadline, deadline <= .now {
                self.deadline = nil
                var running: Int32 = 0
                _ = unsafe curl_multi_socket_action(self.multi, CURL_SOCKET_TIMEOUT, 0, &running)
            }
            self.collect()
        }
    }

    /// Milliseconds to wait, rounded up; −1 for as long as it takes.
    private var patience: Int32 {
        guard let deadline = self.deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        return left <= .zero ? 0 : Int32(clamping: Int(left.milliseconds.rounded(.up)))
    }

    private func setTimer(_ milliseconds: Int) {
        self.deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }

    /// libcurl wants to know of this socket, or no longer.
    private func follow(_ descriptor: Int32, _ what: Int32) {
        guard what != CURL_POLL_REMOVE else {
            if self.sockets.remove(descriptor) != nil {
                _ = clinux_epoll_control(self.epoll, Int32(CLINUX_EPOLL_CTL_DEL), descriptor, 0, 0)
            }
            return
        }
        var events: UInt32 = 0
        if what & CURL_POLL_IN != 0 { events |= UInt32(CLINUX_EPOLLIN) }
        if what & CURL_POLL_OUT != 0 { events |= UInt32(CLINUX_EPOLLOUT) }
        let isNew = self.sockets.insert(descriptor).inserted
        let operation = isNew ? CLINUX_EPOLL_CTL_ADD : CLINUX_EPOLL_CTL_MOD
        _ = clinux_epoll_control(
            self.epoll,
            Int32(operation),
            descriptor,
            events,
            UInt64(UInt32(bitPattern: descriptor))
        )
    }

    private func act(on descriptor: Int32, _ events: UInt32) {
        var mask: Int32 = 0
        if events & UInt32(CLINUX_EPOLLIN) != 0 { mask |= CURL_CSELECT_IN }
        if events & UInt32(CLINUX_EPOLLOUT) != 0 { mask |= CURL_CSELECT_OUT }
        if events & UInt32(CLINUX_EPOLLERR | CLINUX_EPOLLHUP) != 0 { mask |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        _ = unsafe curl_multi_socket_action(self.multi, descriptor, mask, &running)
    }

    private func drainWakeUp() {
        var buffer = [UInt8](repeating: 0, count: 64)
        while unsafe read(self.wakeUp, &buffer, buffer.count) == buffer.count {}
    }

    private func obey(_ orders: [(token: UInt64, order: CurlOrders.Order)]) {
        // A start and its cancellation may have come in together.
        var cancelled = Set<UInt64>()
        for (token, order) in orders {
            if case .cancel = order { cancelled.insert(token) }
        }
        for token in cancelled {
            guard let entry = self.entries[token] else { continue }
            entry.task.cancel()
            self.discard(token)
        }
        for case (let token, .start(let begin, let refuse)) in orders {
            guard !cancelled.contains(token), let handle = self.idle.popLast() ?? CurlHandle() else {
                refuse()
                continue
            }
            guard let task = begin(handle) else {
                self.keep(handle)
                continue
            }
            guard unsafe curl_multi_add_handle(self.multi, handle.pointer) == CURLM_OK else {
                task.cancel()
                continue
            }
            self.entries[token] = Entry(task: task)
            self.tokens[handle.identity] = token
        }
    }

    private func collect() {
        var code = CURLE_OK
        while let pointer = unsafe ccurl_multi_finished(self.multi, &code) {
            guard let token = self.tokens[UInt(bitPattern: pointer)], let entry = self.entries[token] else {
                continue
            }
            self.follow(entry.task.transferEnded(code), token)
        }
    }

    private func proceed(_ token: UInt64) {
        guard let entry = self.entries[token] else { return }
        self.follow(entry.task.connectionReady(), token)
    }

    private func follow(_ step: CurlTaskStep, _ token: UInt64) {
        switch step {
        case .finished:
            self.discard(token)
        case .wait(let interest):
            guard var entry = self.entries[token] else { return }
            let isNew = entry.watched == nil
            guard let descriptor = entry.watched ?? entry.task.handle.descriptor else {
                entry.task.cancel()
                return self.discard(token)
            }
            // libcurl has let go of the socket; should it have been slow to, it is ours now.
            if isNew { self.follow(descriptor, CURL_POLL_REMOVE) }
            let events =
                switch interest {
                case .readable: UInt32(CLINUX_EPOLLIN)
                case .writable: UInt32(CLINUX_EPOLLOUT)
                }
            let operation = isNew ? CLINUX_EPOLL_CTL_ADD : CLINUX_EPOLL_CTL_MOD
            _ = clinux_epoll_control(self.epoll, Int32(operation), descriptor, events, token | Self.taskBit)
            entry.watched = descriptor
            self.entries[token] = entry
        }
    }

    private func discard(_ token: UInt64) {
        guard let entry = self.entries.removeValue(forKey: token) else { return }
        if let descriptor = entry.watched {
            _ = clinux_epoll_control(self.epoll, Int32(CLINUX_EPOLL_CTL_DEL), descriptor, 0, 0)
        }
        let handle = entry.task.handle
        self.tokens[handle.identity] = nil
        _ = unsafe curl_multi_remove_handle(self.multi, handle.pointer)
        self.keep(handle)
    }

    private func keep(_ handle: CurlHandle) {
        guard self.idle.count < Self.idleLimit else { return }
        handle.reset()
        self.idle.append(handle)
    }
}
