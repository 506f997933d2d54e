import Testing
import VRRP

/// What a running keepalived 2.4.3 sent, recorded on its link.
@Suite struct NewerFramesTests {
    @Test("version 2: a master whose addresses are others is heard, as keepalived since 2.3.3 hears it")
    func otherAddresses() throws {
        let bytes = hexadecimal(
            "45c0002800060000ff70ae76ac148002e0000012" + "2133c8010001e9b3" + "ac148101" + "0000000000000000"
        )
        var settings = Lab.settings(version: .v2, addresses: [IPAddress(172, 20, 129, 2)])
        settings.virtualRouterID = try #require(VirtualRouterID(rawValue: 51))
        let policy = AcceptancePolicy(settings: settings, localAddresses: [Lab.peer])
        let accepted = try ReceivedPacket(parsing: bytes.span).advertisement(for: policy)
        #expect(accepted.advertisement.priority == Priority(rawValue: 200))
        #expect(accepted.advertisement.addresses == [IPAddress(172, 20, 129, 1)])
        #expect(accepted.notes == [.differentAddresses])
    }
}
