import Testing
import VRRP

/// `auth_hmac`. The expected trailers are computed by Python's hmac:
///
/// ```
/// import hmac, hashlib, ipaddress
/// def trailer(message, source, identifier, key, sequence):
///     message = message[:6] + bytes(2) + message[8:]
///     address = ipaddress.ip_address(source).packed
///     pseudo = bytes([4 if len(address) == 4 else 6, message[0] >> 4, message[1], 0]) + address.ljust(16, b"\0")
///     prefix = bytes([1, identifier, 0, 0]) + sequence.to_bytes(8, "big")
///     return prefix + hmac.new(key, pseudo + message + prefix + bytes(16), hashlib.sha256).digest()[:16]
/// ```
@Suite struct MessageAuthenticationTests {
    static let counting = key(1, Array(0..<32))
    static let text = key(7, Array("a text of 41 bytes, which is long enough!".utf8))
    static let longest = key(255, Array(100..<164))
    /// 2025-11-28 18:56:48.07 UTC.
    static let sequence = MessageSequence(rawValue: 0x6929_f000_1234_0005)
    static let now = UTCTime(nanoseconds: 0x6929_f000 * 1_000_000_000 + 71_105_957)

    static func key(_ identifier: UInt8, _ bytes: [UInt8]) -> MessageKey {
        guard let key = MessageKey(identifier: identifier, bytes: bytes) else { fatalError("no key \(identifier)") }
        return key
    }

    static func authentication(
        _ mode: MessageAuthentication.Mode = .enforce,
        _ antiReplay: MessageAuthentication.AntiReplay = .time(window: .seconds(5)),
        keys: [MessageKey] = [counting, text, longest]
    ) -> MessageAuthentication {
        MessageAuthentication(keys: keys, activeKey: keys[0], mode: mode, antiReplay: antiReplay)
    }

    static func policy(_ version: Version = .v3, _ authentication: MessageAuthentication? = authentication())
        -> AcceptancePolicy
    {
        var settings = Lab.settings(version: version)
        settings.messageAuthentication = authentication
        var policy = Lab.policy(settings)
        policy.receivedAt = Self.now
        return policy
    }

    /// A signed packet from the peer.
    static func packet(
        _ version: Version = .v3,
        priority: UInt8 = 100,
        key: MessageKey = counting,
        sequence: MessageSequence = sequence
    ) -> [UInt8] {
        let advertisement = Lab.advertisement(version: version, priority: priority)
        let trailer = advertisement.trailer(source: Lab.peer, key: key, sequence: sequence)
        return advertisement.packet(source: Lab.peer, destination: Lab.group, trailer: trailer)
    }

    static func judge(_ bytes: [UInt8], _ policy: AcceptancePolicy) -> Result<AcceptedAdvertisement, DiscardReason> {
        do throws(DiscardReason) {
            return .success(try ReceivedPacket(parsing: bytes.span).advertisement(for: policy))
        } catch {
            return .failure(error)
        }
    }

    static func reason(_ bytes: [UInt8], _ policy: AcceptancePolicy) -> DiscardReason? {
        if case .failure(let reason) = Self.judge(bytes, policy) { reason } else { nil }
    }

    // MARK: Wire

    @Test(
        "the trailer is what an independent HMAC makes",
        arguments: [
            (Version.v2, text, "010700006929f00012340005", "1610421deaf646b0ee6d0b7185541e49"),
            (.v3, longest, "01ff00006929f00012340005", "cb0dd0581fcdab953e40faaebd841083"),
        ]
    )
    func vectors(version: Version, key: MessageKey, prefix: String, code: String) {
        let advertisement = Lab.advertisement(version: version, priority: 100)
        let trailer = advertisement.trailer(source: Lab.node, key: key, sequence: Self.sequence)
        #expect(trailer == hexadecimal(prefix + code))
    }

    @Test("a packet as keepalived 2.4.3 sends it is accepted, and its first bytes are as specified")
    func draftVector() throws {
        // draft-cassen-vrrp-auth-hmac, and the same from the function above.
        let message = hexadecimal("3133c80100644402c0000264")
        let trailer = hexadecimal("010100006800000080000000" + "1b84bc4e8e43892dc6d98448f8ee2265")
        let header = IPv4Header(source: IPv4Address(198, 51, 100, 10), destination: .vrrpGroup)
        var settings = Lab.settings(version: .v3, addresses: [IPAddress(192, 0, 2, 100)])
        settings.messageAuthentication = Self.authentication(.enforce, .monotonic)
        let bytes = header.encoded(payloadLength: message.count + trailer.count) + message + trailer
        let accepted = try Self.judge(bytes, Lab.policy(settings)).get()
        #expect(accepted.advertisement.priority == Priority(rawValue: 200))
        #expect(accepted.sequence == MessageSequence(rawValue: 0x6800_0000_8000_0000))
        #expect(accepted.notes == [.messageOnlyChecksum])
        let advertisement = accepted.advertisement
        let sequence = try #require(accepted.sequence)
        #expect(advertisement.trailer(source: accepted.source, key: Self.counting, sequence: sequence) == trailer)
    }

    @Test("over IPv6 the code is the same as that of keepalived 2.4.3, and the checksum covers it")
    func ipv6Vector() throws {
        // draft-cassen-vrrp-auth-hmac, and the same from the function above.
        let source = try #require(IPAddress("fe80::10"))
        let destination = try #require(IPAddress("fe80::20"))
        let advertisement = Advertisement(
            version: .v3,
            virtualRouterID: Lab.virtualRouterID(),
            priority: Priority(rawValue: 200),
            interval: Lab.interval(100),
            addresses: [try #require(IPAddress("fe80::100"))]
        )
        let sequence = MessageSequence(rawValue: 0x6800_0000_8000_0000)
        let trailer = advertisement.trailer(source: source, key: Self.counting, sequence: sequence)
        let packet = advertisement.packet(source: source, destination: destination, trailer: trailer)
        let expected = hexadecimal(
            "3133c8010064a2e9" + "fe800000000000000000000000000100" + "010100006800000080000000"
                + "c8c56146ebfd66ee10ec4d8186461b78"
        )
        #expect(packet == expected)
    }

    @Test("the checksum leaves the trailer out, the IP header counts it", arguments: [Version.v2, .v3])
    func layout(version: Version) {
        let plain = Lab.advertisement(version: version, priority: 100)
            .packet(source: Lab.peer, destination: Lab.group)
        let signed = Self.packet(version)
        #expect(signed.count == plain.count + 28)
        #expect(signed[3] == UInt8(signed.count))
        #expect(Array(signed[20..<plain.count]) == Array(plain[20...]))
    }

    @Test("signed and accepted, both versions, every key", arguments: [Version.v2, .v3], [counting, text, longest])
    func roundTrip(version: Version, key: MessageKey) throws {
        let accepted = try Self.judge(Self.packet(version, key: key), Self.policy(version)).get()
        #expect(accepted.sequence == Self.sequence)
        #expect(accepted.notes.isEmpty)
    }

    @Test("one changed byte of the message or the trailer is enough")
    func tampering() {
        let packet = Self.packet()
        let policy = Self.policy(.v3, Self.authentication(.enforce, .monotonic))
        for index in 20..<packet.count {
            var bytes = packet
            bytes[index] ^= 0x01
            var expected: Set<DiscardReason?> = [.authenticationInvalid]
            switch index - 20 {
            case 0: expected = [.type]
            case 1: expected = [.unknownVRID]
            case 3: expected = [.length]
            case 2..<12: expected = [.checksum]
            case 12: expected = [.authenticationMalformed]
            case 13: expected = [.authenticationKeyUnknown]
            case 14, 15: expected = [.authenticationMalformed]
            default: break
            }
            #expect(expected.contains(Self.reason(bytes, policy)), "byte \(index - 20)")
        }
    }

    @Test("with its checksum made right again, a changed message is still refused")
    func forgery() {
        let packet = Self.packet()
        for (offset, value) in [(2, 255), (4, 1), (11, 9)] as [(Int, UInt8)] {
            var message = Array(packet[20..<32])
            message[offset] = value
            message[6] = 0
            message[7] = 0
            let sum = ChecksumForm.pseudoHeader.sum(over: message.span, source: Lab.peer, destination: Lab.group)
            message[6] = UInt8(sum.value >> 8)
            message[7] = UInt8(sum.value & 0xff)
            let bytes = Array(packet[..<20]) + message + Array(packet[32...])
            #expect(Self.reason(bytes, Self.policy()) == .authenticationInvalid, "byte \(offset)")
        }
    }

    @Test("a recorded trailer serves no other sender, no other version and no other key")
    func splicing() {
        let advertisement = Lab.advertisement(version: .v3, priority: 100)
        let trailer = advertisement.trailer(source: Lab.lowPeer, key: Self.counting, sequence: Self.sequence)
        let other = advertisement.packet(source: Lab.peer, destination: Lab.group, trailer: trailer)
        #expect(Self.reason(other, Self.policy()) == .authenticationInvalid)

        let stranger = Self.key(1, [UInt8](repeating: 1, count: 32))
        #expect(Self.reason(Self.packet(key: stranger), Self.policy()) == .authenticationInvalid)
        let removed = Self.policy(.v3, Self.authentication(keys: [Self.text]))
        #expect(Self.reason(Self.packet(), removed) == .authenticationKeyUnknown)
    }

    // MARK: Modes

    @Test("what each mode takes", arguments: MessageAuthentication.Mode.allCases)
    func modes(mode: MessageAuthentication.Mode) {
        let policy = Self.policy(.v3, Self.authentication(mode))
        let plain = Lab.advertisement(version: .v3, priority: 100).packet(source: Lab.peer, destination: Lab.group)
        #expect(Self.reason(Self.packet(), policy) == nil)
        #expect(Self.reason(plain, policy) == (mode == .enforce ? .authenticationMissing : nil))
        #expect(mode.signs == (mode != .receiveOnly))
        // A code that is there and wrong is refused whatever the mode.
        #expect(Self.reason(Self.packet(key: Self.key(1, [UInt8](repeating: 9, count: 64))), policy) != nil)
    }

    @Test("case 25: without auth_hmac a trailer is a message of the wrong length", arguments: [Version.v2, .v3])
    func unexpected(version: Version) {
        #expect(Self.reason(Self.packet(version), Self.policy(version, nil)) == .length)
    }

    @Test("a trailer that is cut or too long is a message of the wrong length", arguments: [-28, -27, -1, 1, 4])
    func wrongLength(difference: Int) {
        let signed = Self.packet()
        let payload = Array(signed[20...]) + [UInt8](repeating: 0, count: 4)
        let message = Array(payload.prefix(signed.count - 20 + difference))
        let header = IPv4Header(source: IPv4Address(172, 20, 128, 250), destination: .vrrpGroup)
        let bytes = header.encoded(payloadLength: message.count) + message
        #expect(Self.reason(bytes, Self.policy()) == (difference == -28 ? .authenticationMissing : .length))
    }

    // MARK: Time and order

    @Test(
        "the window is closed at both ends, and half of it is remarked on",
        arguments: [
            (-6, "stale"), (-5, "skew"), (-3, "skew"), (-2, ""), (0, ""), (2, ""), (3, "skew"), (5, "skew"),
            (6, "stale"),
        ]
    )
    func window(seconds: Int64, expected: String) {
        var policy = Self.policy()
        policy.receivedAt = UTCTime(nanoseconds: Self.now.nanoseconds + seconds * 1_000_000_000)
        switch Self.judge(Self.packet(), policy) {
        case .success(let accepted): #expect(accepted.notes == (expected == "skew" ? [.clockSkew] : []))
        case .failure(let reason): #expect(reason == .authenticationStale && expected == "stale")
        }
        policy.messageAuthentication = Self.authentication(.enforce, .monotonic)
        #expect(Self.reason(Self.packet(), policy) == nil)
    }

    @Test("a number comes from the clock, and from the last one while the clock stands or is behind")
    func sequences() {
        var source = SequenceSource()
        let window = MessageAuthentication.AntiReplay.time(window: .seconds(5))
        let base = Int64(1_764_356_208) * 1_000_000_000
        let first = source.next(at: UTCTime(nanoseconds: base + 500_000_000), antiReplay: window)
        #expect(first.rawValue == 1_764_356_208 << 32 | 0x8000_0000)
        let second = source.next(at: UTCTime(nanoseconds: base + 500_000_000), antiReplay: window)
        #expect(second.rawValue == first.rawValue + 1)
        let back = source.next(at: UTCTime(nanoseconds: base - 3_000_000_000), antiReplay: window)
        #expect(back.rawValue == first.rawValue + 2)
        #expect(source.isAhead(of: UTCTime(nanoseconds: base - 3_000_000_000)))
        // Beyond the window nobody would take it; the clock is all there is.
        let far = source.next(at: UTCTime(nanoseconds: base - 3_600_000_000_000), antiReplay: window)
        #expect(far.seconds == 1_764_352_608)
        var growing = SequenceSource(continuing: first)
        let later = growing.next(at: UTCTime(nanoseconds: base - 3_600_000_000_000), antiReplay: .monotonic)
        #expect(later.isAfter(first))
    }

    @Test("the order of numbers goes on over the end of the 32 bits of seconds")
    func wrap() {
        let last = MessageSequence(rawValue: .max)
        let next = last.next
        #expect(next.rawValue == 0)
        #expect(next.isAfter(last))
        #expect(!last.isAfter(next))
        #expect(!last.isAfter(last))
    }

    @Test("nothing is taken twice, from anybody", arguments: [true, false])
    func replay(isTimed: Bool) {
        let antiReplay: MessageAuthentication.AntiReplay = isTimed ? .time(window: .seconds(5)) : .monotonic
        var memory = ReplayGuard()
        func admits(_ offset: UInt64, _ source: IPAddress = Lab.peer, at seconds: Int64 = 0) -> Bool {
            memory.admits(
                MessageSequence(rawValue: Self.sequence.rawValue &+ offset),
                from: source,
                at: UTCTime(nanoseconds: Self.now.nanoseconds + seconds * 1_000_000_000),
                antiReplay: antiReplay
            )
        }
        #expect(admits(10))
        #expect(!admits(10))
        #expect(!admits(9))
        #expect(admits(11))
        #expect(admits(10, Lab.lowPeer), "another sender counts for itself")
        #expect(admits(12))
        // A sender that had run ahead an hour and was set back: its old number means nothing any more in time.
        #expect(admits(3600 << 32, at: 3600))
        #expect(admits(20, at: 0) == isTimed)
    }

    @Test("as many senders as there can be are remembered")
    func manySenders() {
        var memory = ReplayGuard()
        let sources = (0..<80).map { IPAddress(10, 0, 0, UInt8($0)) }
        for source in sources {
            let isAdmitted = memory.admits(Self.sequence, from: source, at: Self.now, antiReplay: .monotonic)
            #expect(isAdmitted)
        }
        #expect(memory.marks.count == ReplayGuard.capacity)
        let isAdmittedAgain = memory.admits(Self.sequence, from: sources[79], at: Self.now, antiReplay: .monotonic)
        #expect(!isAdmittedAgain)
        #expect(ReplayGuard(marks: memory.marks) == memory)
    }

    @Test(
        "the window without time_window is three intervals, 5 to 300 s",
        arguments: [(1, 5), (100, 5), (199, 5), (200, 6), (1000, 30), (4095, 120), (25_500, 300)]
    )
    func defaultWindow(centiseconds: Int, seconds: Int) throws {
        let interval = try #require(
            AdvertisementInterval(centiseconds: centiseconds) ?? AdvertisementInterval(seconds: centiseconds / 100)
        )
        #expect(MessageAuthentication.defaultWindow(for: interval) == .seconds(seconds))
    }

    // MARK: Keys

    @Test("no way of printing a key shows it")
    func secrecy() {
        let settings = {
            var settings = Lab.settings()
            settings.messageAuthentication = Self.authentication(keys: [Self.text])
            return settings
        }()
        var dumped = ""
        dump(settings, to: &dumped)
        for text in [
            "\(Self.text)", String(reflecting: Self.text), "\(settings)", String(reflecting: settings), dumped,
        ] {
            #expect(!text.contains("97, 32, 116"))
            #expect(!text.contains("a text"))
            #expect(!text.contains("- 97"))
        }
        #expect(MessageKey(identifier: 0, bytes: [UInt8](repeating: 0, count: 32)) == nil)
        #expect(MessageKey(identifier: 1, bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(MessageKey(identifier: 1, bytes: [UInt8](repeating: 0, count: 65)) == nil)
    }
}
