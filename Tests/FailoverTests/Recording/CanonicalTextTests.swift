import Checks
import Configuration
import Routing
import Testing
import VRRP

@testable import Failover

/// Values as texts that are equal exactly when the values are.
@Suite struct CanonicalTextTests {
    private struct Sample {
        var number = 3
        var name: String? = "a\"b\n"
        var nothing: Int?
        var set: Set<String> = ["z", "a", "m", "q", "b"]
        var table: [String: Int32] = ["eth1": 2, "eth0": 1, "wan": 7]
        var frame: [UInt8] = [0, 0xab]
    }

    @Test("every field is in it, sets and dictionaries sorted, texts on one line")
    func fields() {
        #expect(
            CanonicalText.of(Sample())
                == #"(number: 3, name: "a\"b\u{a}", nothing: nil, set: ["a", "b", "m", "q", "z"], table: [(key: "eth0", value: 1), (key: "eth1", value: 2), (key: "wan", value: 7)], frame: 00ab)"#
        )
    }

    @Test("what a value's own description leaves out is in it")
    func complete() {
        let address = PlacedAddress(address: IPAddress(192, 0, 2, 1), prefixLength: 24, interfaceIndex: 3, scope: 0)
        var other = address
        other.interfaceIndex = 4
        #expect(address.description == other.description)
        #expect(CanonicalText.of(address) != CanonicalText.of(other))
        #expect(
            CanonicalText.of(Effect.removeAddresses([address], instance: "VI_1"))
                == "removeAddresses([(address: 192.0.2.1, prefixLength: 24, interfaceIndex: 3, label: nil, scope: 0, broadcast: nil, "
                + "options: (peer: nil, isHome: false, detectsDuplicates: false, managesTemporaryAddresses: false, "
                + "hasNoPrefixRoute: false, joinsGroup: false, preferredLifetime: nil), isTracked: true)], instance: \"VI_1\")"
        )
    }

    @Test("cases with and without payload")
    func cases() {
        #expect(CanonicalText.of(Event.tick) == "tick")
        #expect(CanonicalText.of(Event.linkRemoved(index: 4)) == "linkRemoved(index: 4)")
        #expect(CanonicalText.of(Event.slept(.milliseconds(1500))) == "slept(1 s 500000000 ns)")
        #expect(CanonicalText.of(Event.datagram([], index: 1)) == "datagram(nothing, index: 1)")
    }

    @Test("values with a text of their own say in it what reflection would say")
    func shortcuts() {
        let pace = Announcement.Pace(
            lane: Announcement.Lane(.interface(3), .gratuitousARP),
            interval: .milliseconds(5)
        )
        let values: [Any] = [
            Announcement(interfaceIndex: 3, frame: [1, 2]), Announcement(interfaceIndex: 3, frame: [], pace: pace),
            Transmission(
                interfaceIndex: 2,
                source: IPAddress(192, 0, 2, 1),
                destination: .vrrpGroup(.ipv4),
                packet: [0x45, 9],
                hopLimit: 3,
                isFrame: true
            ),
        ]
        for value in values {
            var reflected = ""
            CanonicalText.reflect(value, to: &reflected)
            #expect(CanonicalText.of(value) == reflected)
        }
    }
}
