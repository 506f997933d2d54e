import CLinux
import Glibc
import Synchronization

/// Hears of changes of files through one inotify descriptor and one thread for all checks.
final class FileChanges: Sendable {
    static let shared = FileChanges()

    /// What somebody who waits hears.
    enum Change: Hashable, Sendable {
        /// A file has just been made; who writes it may not have come to it yet.
        case fileMade
        case other
    }

    private struct Directory {
        /// The names each listener waits for.
        var listeners: [UInt64: Set<[UInt8]>] = [:]
    }

    private struct Listener {
        var continuation: AsyncStream<Change>.Continuation
        var watches: Set<Int32> = []
    }

    private struct State {
        var directories: [Int32: Directory] = [:]
        var listeners: [UInt64: Listener] = [:]
        var nextToken: UInt64 = 0
    }

    private let state = Mutex(State())
    private let inotify: Int32

    private init() {
        self.inotify = clinux_inotify_create()
        let inotify = self.inotify
        if inotify >= 0 {
            Thread.detach { self.deliver(from: inotify) }
        }
    }

    /// Changes of these entries from now on, until ``Subscription/end()``.
    struct Subscription: Sendable {
        var changes: AsyncStream<Change>
        fileprivate var token: UInt64
    }

    func subscribe(to walk: PathWalk) -> Subscription {
        let (changes, continuation) = AsyncStream<Change>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let token = self.state.withLock { state in
            state.nextToken += 1
            var listener = Listener(continuation: continuation)
            // The lock is held while the kernel adds the watches: it must not be heard of them before they are known,
            // and none may be taken away meanwhile.
            for step in walk.steps {
                let watch = unsafe clinux_inotify_watch_directory(self.inotify, step.directory)
                guard watch >= 0 else { continue }
                state.directories[watch, default: Directory()].listeners[state.nextToken, default: []]
                    .insert(Array(step.name.utf8))
                listener.watches.insert(watch)
            }
            state.listeners[state.nextToken] = listener
            return state.nextToken
        }
        return Subscription(changes: changes, token: token)
    }

    func end(_ subscription: Subscription) {
        let listener = self.state.withLock { state in
            let listener = state.listeners.removeValue(forKey: subscription.token)
            for watch in listener?.watches ?? [] {
                state.directories[watch]?.listeners[subscription.token] = nil
                if state.directories[watch]?.listeners.isEmpty == true {
                    state.directories[watch] = nil
                    _ = clinux_inotify_remove(self.inotify, watch)
                }
            }
            return listener
        }
        listener?.continuation.finish()
    }

    private func deliver(from inotify: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(inotify, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                return
            }
            let events = DirectoryEvent.events(in: buffer[..<count])
            let heard = self.state.withLock { state in events.flatMap { Self.listeners(of: $0, in: &state) } }
            for (continuation, change) in heard {
                continuation.yield(change)
            }
        }
    }

    private static func listeners(
        of event: DirectoryEvent,
        in state: inout State
    ) -> [(AsyncStream<Change>.Continuation, Change)] {
        if event.isOverflow {
            return state.listeners.values.map { ($0.continuation, .other) }
        }
        guard let directory = state.directories[event.watch] else { return [] }
        if event.isEnd {
            state.directories[event.watch] = nil
        }
        let change = event.isNewFile ? Change.fileMade : .other
        return directory.listeners.compactMap { token, names in
            // A change of the directory itself concerns everybody who looks into it.
            guard event.name.isEmpty || names.contains(event.name) else { return nil }
            return state.listeners[token].map { ($0.continuation, change) }
        }
    }
}
