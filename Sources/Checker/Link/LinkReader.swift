import Checks

/// Reads all that waits on both sockets and makes events of it.
struct LinkReader {
    private let supervisor: PacketSocket
    private let router: PacketSocket
    private var assembly = ConfigurationAssembly()
    private var buffer = [UInt8](repeating: 0, count: PacketSocket.messageLimit)
    private(set) var isSupervisorOpen = true
    private(set) var isRouterOpen = true

    init(supervisor: PacketSocket, router: PacketSocket) {
        self.supervisor = supervisor
        self.router = router
    }

    var isDone: Bool { !self.isSupervisorOpen && !self.isRouterOpen }

    /// The router first: what it asked for before the supervisor ended the checker is still done.
    mutating func read() -> [CheckerEvent] {
        self.readRouter() + self.readSupervisor()
    }

    private mutating func readRouter() -> [CheckerEvent] {
        var events: [CheckerEvent] = []
        while self.isRouterOpen {
            switch self.router.receive(into: &self.buffer) {
            case .message(let bytes):
                do throws(WireError) {
                    switch try RouterMessage(decoding: bytes) {
                    case .notify(let request): events.append(.notify(request))
                    case .notice(let notice): events.append(.notice(notice))
                    case .journal(let lines): events.append(.journal(lines))
                    case .repeatReports: events.append(.repeatReports)
                    }
                } catch {
                    events.append(.malformed(sender: "router", error))
                }
            case .empty:
                return events
            case .closed:
                self.isRouterOpen = false
                events.append(.routerGone)
            }
        }
        return events
    }

    private mutating func readSupervisor() -> [CheckerEvent] {
        var events: [CheckerEvent] = []
        while self.isSupervisorOpen {
            switch self.supervisor.receive(into: &self.buffer) {
            case .message(let bytes):
                do throws(WireError) {
                    if let event = self.event(try SupervisorMessage(decoding: bytes)) { events.append(event) }
                } catch {
                    events.append(.malformed(sender: "supervisor", error))
                }
            case .empty:
                return events
            case .closed:
                self.isSupervisorOpen = false
                events.append(.supervisorGone)
            }
        }
        return events
    }

    private mutating func event(_ message: SupervisorMessage) -> CheckerEvent? {
        switch message {
        case .configuration(let part):
            guard let bundle = self.assembly.add(part.bytes, generation: part.generation, isLast: part.isLast) else {
                return nil
            }
            return .configuration(generation: part.generation, bundle: bundle)
        case .stop:
            return .stop
        }
    }
}
