import TestSupport
import Testing
import VRRP

/// The parsers are total: any bytes give a value or a reason, and never a trap.
@Suite struct RandomBytesTests {
    private static let policies = HostileFrame.Variant.allCases.map(\.policy)

    @Test("random bytes through both phases", arguments: [1, 2, 3, 4] as [UInt64])
    func random(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        for _ in 0..<25_000 {
            let length = Int.random(in: 0...96, using: &chance)
            var bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &chance) }
            // Half of them pass for IP, so that the second phase is reached.
            if length >= 20, Bool.random(using: &chance) {
                bytes[0] = 0x45 + UInt8.random(in: 0...2, using: &chance)
                bytes.replaceSubrange(2...3, with: [0, UInt8(length)])
                bytes.replaceSubrange(6...7, with: [0, 0])
                bytes[8] = 255
                bytes[9] = 112
                bytes.replaceSubrange(16...19, with: Lab.group.bytes)
            }
            for policy in Self.policies {
                // 16 bits of checksum and the rest of the demands: none of these is a message by chance.
                let taken: Bool
                switch HostileFrameTests.verdict(bytes, policy: policy) {
                case .taken: taken = true
                case .refused: taken = false
                }
                #expect(!taken, "\(bytes)")
            }
        }
    }

    @Test("recorded frames with bits, bytes and lengths changed", arguments: [1, 2, 3, 4] as [UInt64])
    func mutated(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let packets = RecordedFrame.all.map(\.packet)
        var reasons: Set<DiscardReason> = []
        var taken = 0
        for _ in 0..<10_000 {
            var bytes = packets.randomElement(using: &chance) ?? []
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                Self.mutate(&bytes, &chance)
            }
            var policy = Self.policies.randomElement(using: &chance) ?? Self.policies[0]
            policy.localAddresses = [Lab.peer]
            switch HostileFrameTests.verdict(bytes, policy: policy) {
            case .taken: taken += 1
            case .refused(let reason): reasons.insert(reason)
            }
        }
        // The mutations must reach deep: some frames survive, and most checks fail somewhere.
        #expect(taken > 0)
        #expect(reasons.count >= 12, "\(reasons)")
    }

    private static func mutate(_ bytes: inout [UInt8], _ chance: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &chance)
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
        case 1: bytes[index] = .random(in: .min ... .max, using: &chance)
        case 2: bytes.removeLast(Int.random(in: 0...min(8, bytes.count), using: &chance))
        case 3: bytes.append(contentsOf: [UInt8](repeating: 0, count: Int.random(in: 0...8, using: &chance)))
        default: bytes[min(index, 23)] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &chance) ?? 0
        }
    }

    @Test("what is encoded is read back", arguments: [1, 2] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let version: Version = Bool.random(using: &chance) ? .v2 : .v3
            let interval = Int.random(in: 1...40, using: &chance) * (version == .v2 ? 100 : 1)
            let addresses = (0..<Int.random(in: 1...255, using: &chance)).map { _ in
                IPAddress(IPv4Address(rawValue: .random(in: 1...0x7eff_ffff, using: &chance)))
            }
            let advertisement = Lab.advertisement(
                version: version,
                priority: .random(in: .min ... .max, using: &chance),
                interval: interval,
                authentication: version == .v2 && Bool.random(using: &chance) ? Lab.password : .none,
                addresses: addresses
            )
            let unicast = Bool.random(using: &chance)
            var settings = Lab.settings(version: version, interval: interval, addresses: addresses.shuffled())
            settings.authentication = advertisement.authentication
            let packet = advertisement.packet(source: Lab.peer, destination: unicast ? Lab.node : Lab.group)
            let accepted = try ReceivedPacket(parsing: packet.span)
                .advertisement(for: Lab.policy(settings, unicastPeers: unicast ? [Lab.peer] : nil))
            #expect(accepted.advertisement == advertisement)
            #expect(accepted.notes.isEmpty)
        }
    }
}
