import Checks
import Configuration
import Failover
import Testing
import VRRP

/// `garp_group` and the pauses of `global_defs`: which announcements wait for which.
@Suite struct PaceTests {
    private static func group(_ interfaces: [String], milliseconds: Int?) -> AnnouncementGroup {
        var group = AnnouncementGroup(location: .init(file: "test.conf", line: 1, column: 1))
        group.interfaces = interfaces
        group.gratuitousARPInterval = milliseconds.map { .milliseconds($0) }
        return group
    }

    /// The paces of one round: of an address on each interface.
    private static func paces(change: (inout GlobalConfiguration) -> Void) -> [Announcement.Pace?] {
        let instance = Bench.instance {
            $0.excludedAddresses = [VirtualAddress(address: IPAddress(10, 0, 0, 7), device: "eth1")]
            $0.router.gratuitousARP.masterRepeat = 1
        }
        var bench = Bench.started(Bench.configuration([instance], change: change))
        return bench.advance(.seconds(4)).flatMap { effect in
            if case .announce(let announcements, _) = effect {
                announcements.map(\.pace)
            } else {
                [Announcement.Pace?]()
            }
        }
    }

    private static func pace(_ place: Announcement.Lane.Place, milliseconds: Int) -> Announcement.Pace {
        Announcement.Pace(lane: .init(place, .gratuitousARP), interval: .milliseconds(milliseconds))
    }

    @Test("without words, nothing waits")
    func none() {
        #expect(Self.paces { _ in } == [nil, nil])
        // That is of neighbour advertisements.
        #expect(Self.paces { $0.neighborAdvertisementInterval = .seconds(1) } == [nil, nil])
    }

    @Test("vrrp_garp_interval: each interface for itself")
    func global() {
        let paces = Self.paces { $0.gratuitousARPInterval = .milliseconds(5) }
        #expect(
            paces == [
                Self.pace(.interface(Bench.eth0), milliseconds: 5), Self.pace(.interface(Bench.eth1), milliseconds: 5),
            ]
        )
    }

    @Test("garp_group: the interfaces of one wait for each other, and those of none go by global_defs")
    func groups() {
        let paces = Self.paces {
            $0.announcementGroups = [
                Self.group(["eth7"], milliseconds: 1), Self.group(["eth1", "eth0"], milliseconds: 20),
            ]
            $0.gratuitousARPInterval = .milliseconds(5)
        }
        #expect(paces == [Self.pace(.group(1), milliseconds: 20), Self.pace(.group(1), milliseconds: 20)])
        let mixed = Self.paces {
            $0.announcementGroups = [Self.group(["eth1"], milliseconds: nil)]
            $0.gratuitousARPInterval = .milliseconds(5)
        }
        #expect(mixed == [Self.pace(.interface(Bench.eth0), milliseconds: 5), nil])
    }

    @Test("a frame is of its EtherType's kind")
    func kinds() {
        let header = [UInt8](repeating: 0, count: 12)
        #expect(Announcement(interfaceIndex: 1, frame: header + [0x08, 0x06]).kind == .gratuitousARP)
        #expect(Announcement(interfaceIndex: 1, frame: header + [0x86, 0xdd]).kind == .neighborAdvertisement)
        #expect(Announcement(interfaceIndex: 1, frame: []).kind == .gratuitousARP)
    }
}
