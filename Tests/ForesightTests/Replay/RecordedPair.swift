import Checks
import Configuration
import Failover
import Testing
import VRRP

/// Two nodes on one link in virtual time, each with a recording as a router process makes it.
struct RecordedPair {
    private struct Member {
        var node: Node
        var queue: RecordingQueue
    }

    private var members: [Member] = []
    private(set) var now = Instant(nanoseconds: 5_000_000_000_000)

    private static let index: Int32 = 2
    private static let wall: Int64 = 1_795_925_800_000_000_000

    static func address(_ member: Int) -> IPAddress { IPAddress(192, 0, 2, UInt8(10 + member)) }

    static func bundle(priority: Int, more: String = "") -> SourceBundle {
        let text = """
            vrrp_script web {
                script "/usr/bin/true"
                interval 1
                fall 2
                weight -60
            }
            vrrp_instance VI_1 {
                version 3
                interface eth0
                virtual_router_id 51
                priority \(priority)
                advert_int 0.1
                virtual_ipaddress {
                    192.0.2.1/24
                }
                virtual_routes {
                    198.51.100.0/24 via 192.0.2.254 dev eth0
                }
                track_script {
                    web
                }
            }
            \(more)
            """
        return SourceBundle(
            mainFile: "/k.conf",
            files: ["/k.conf": Array(text.utf8)],
            facts: SourceBundle.Facts(hostName: "a")
        )
    }

    init(priorities: [Int]) throws {
        for (member, priority) in priorities.enumerated() {
            let bundle = Self.bundle(priority: priority)
            let configuration = try #require(bundle.parsed().configuration)
            let beginning = NodeBeginning(build: "test", sources: bundle.encoded(), generation: 1, at: self.now)
            self.members.append(
                Member(node: beginning.node(of: configuration), queue: RecordingQueue(beginning))
            )
            self.tell(member, .interfaces([Self.interface(of: member)]))
            self.tell(member, .booted(ago: .seconds(1000)))
            self.tell(member, .start)
            self.tell(member, .checkerStarted)
            self.report(member, .pass)
        }
    }

    private static func interface(of member: Int) -> InterfaceState {
        InterfaceState(
            name: "eth0",
            index: self.index,
            isUp: true,
            hardwareAddress: MACAddress(rawValue: 0x02_00_00_00_00_01 + UInt64(member)),
            addresses: [AssignedAddress(address: self.address(member), prefixLength: 24)]
        )
    }

    func state(_ member: Int) -> VirtualRouter.StateName { self.members[member].node.instances[0].router.state.name }

    mutating func report(_ member: Int, _ status: CheckStatus) {
        let reason: ReasonCode = status == .pass ? .ok : .execExit
        let outcome = CheckOutcome(status, reason, "\(status)", duration: .milliseconds(2))
        self.tell(member, .report(CheckReport(check: "web", generation: 1, outcome: outcome)))
    }

    mutating func reload(_ member: Int, priority: Int, more: String = "") throws {
        let bundle = Self.bundle(priority: priority, more: more)
        let configuration = try #require(bundle.parsed().configuration)
        self.members[member].queue.keep(bundle.encoded(), of: 2)
        self.tell(member, .reload(configuration, generation: 2))
    }

    /// Lets a node handle an event; its kernel answers, and the other one hears what it sends.
    mutating func tell(_ member: Int, _ event: Event) {
        let utc = UTCTime(nanoseconds: Self.wall + self.now.nanoseconds)
        let effects = self.members[member].node.handle(event, at: self.now, utc: utc)
        let fits = self.members[member].queue.append(event, at: self.now, utc: utc, effects: effects)
        #expect(fits)
        for effect in effects {
            switch effect {
            case .transmit(let transmission):
                for other in self.members.indices where other != member {
                    self.tell(other, .datagram(transmission.packet, index: Self.index))
                }
            case .addAddresses(let addresses, _):
                for placed in addresses { self.tell(member, .addressAdded(Self.assigned(placed), index: Self.index)) }
            case .removeAddresses(let addresses, _):
                for placed in addresses { self.tell(member, .addressRemoved(Self.assigned(placed), index: Self.index)) }
            case .addItems(let items, let owner, let isRestoring):
                let outcomes = items.map { ItemOutcome($0, .set) }
                self.tell(member, .itemsAdded(outcomes, owner: owner, isRestoring: isRestoring))
            default:
                break
            }
        }
    }

    private static func assigned(_ placed: PlacedAddress) -> AssignedAddress {
        AssignedAddress(address: placed.address, prefixLength: placed.prefixLength)
    }

    mutating func advance(_ time: Duration) {
        let end = self.now + time
        while let due = self.members.compactMap(\.node.nextDeadline).min(), due <= end {
            self.now = max(self.now, due)
            for member in self.members.indices
            where self.members[member].node.nextDeadline.map({ $0 <= self.now }) ?? false { self.tell(member, .tick) }
        }
        self.now = end
    }

    /// The recording's file.
    mutating func file(of member: Int, end: RecordingEnd? = .left) -> [UInt8] {
        if let end { self.members[member].queue.end(end) }
        var bytes = RecordingFormat.head
        while !self.members[member].queue.isEmpty {
            guard let part = self.members[member].queue.part() else { continue }
            bytes += part.bytes
            self.members[member].queue.sentPart()
        }
        return bytes
    }

    /// A run with all that operators do: a check that fails and recovers, a reload, a stop.
    static func played() throws -> RecordedPair {
        var pair = try RecordedPair(priorities: [150, 100])
        pair.advance(.seconds(2))
        #expect([pair.state(0), pair.state(1)] == [.master, .backup])
        pair.report(0, .fail)
        pair.report(0, .fail)
        pair.advance(.seconds(2))
        #expect([pair.state(0), pair.state(1)] == [.backup, .master])
        pair.report(0, .pass)
        pair.advance(.seconds(2))
        #expect([pair.state(0), pair.state(1)] == [.master, .backup])
        try pair.reload(0, priority: 160, more: "static_routes {\n 203.0.113.0/24 via 192.0.2.254 dev eth0\n}\n")
        pair.advance(.seconds(1))
        pair.tell(0, .stop)
        pair.advance(.seconds(2))
        #expect(pair.state(1) == .master)
        return pair
    }
}
