import Testing
import VRRP

/// One crafted packet for one kind of virtual router, and what becomes of it.
struct HostileFrame: Sendable, CustomTestStringConvertible {
    enum Verdict: Hashable, Sendable {
        case taken([AcceptanceNote])
        case refused(DiscardReason)
    }

    /// How the virtual router under attack is configured.
    enum Variant: String, CaseIterable, Sendable {
        case v2, v2Password, v3, unicastV2, unicastV3

        var version: Version {
            switch self {
            case .v2, .v2Password, .unicastV2: .v2
            case .v3, .unicastV3: .v3
            }
        }

        var isUnicast: Bool {
            switch self {
            case .v2, .v2Password, .v3: false
            case .unicastV2, .unicastV3: true
            }
        }

        var hasPassword: Bool {
            switch self {
            case .v2Password, .unicastV2: true
            case .v2, .v3, .unicastV3: false
            }
        }

        var policy: AcceptancePolicy {
            var settings = Lab.settings(version: self.version)
            if self.hasPassword { settings.authentication = Lab.password }
            return Lab.policy(settings, unicastPeers: self.isUnicast ? [Lab.peer] : nil)
        }

        /// A frame this virtual router takes.
        var valid: CraftedPacket {
            var packet = CraftedPacket(self.version)
            if self.isUnicast { packet.destination = Lab.node }
            if self.hasPassword {
                packet.authType = 1
                packet.trailer = Array("vct12345".utf8)
            }
            return packet
        }
    }

    let name: String
    let variant: Variant
    let packet: CraftedPacket
    let expected: Verdict

    var testDescription: String { "\(self.name) to \(self.variant)" }

    static let all: [HostileFrame] = {
        let kinds = [Self.path, Self.source, Self.header, Self.length, Self.authentication, Self.content]
        return Variant.allCases.flatMap { variant in kinds.flatMap { $0(variant) } }
    }()

    static let refused = Self.all.filter {
        switch $0.expected {
        case .taken: false
        case .refused: true
        }
    }

    /// A frame that is valid but for `change`.
    private static func make(
        _ name: String,
        _ variant: Variant,
        _ expected: Verdict,
        _ change: (inout CraftedPacket) -> Void = { _ in }
    ) -> HostileFrame {
        var packet = variant.valid
        change(&packet)
        return HostileFrame(name: name, variant: variant, packet: packet, expected: expected)
    }

    private static func path(_ variant: Variant) -> [HostileFrame] {
        var frames = [
            Self.make("control-valid", variant, .taken([])),
            Self.make("ip-options (case 22)", variant, .taken([])) { $0.headerLengthWords = 6 },
            Self.make("ip-options-cut", variant, .refused(.length)) {
                $0.headerLengthWords = 15
                $0.cut = 8
            },
            Self.make("fragment", variant, .refused(.fragment)) { $0.fragmentField = 0x2000 },
            Self.make("last-fragment", variant, .refused(.fragment)) { $0.fragmentField = 0x0003 },
            Self.make("ip-too-long", variant, .refused(.ipLength)) { $0.totalLength = 200 },
            Self.make("ip-too-short", variant, .refused(.ipLength)) { $0.totalLength = 19 },
            Self.make("not-vrrp", variant, .refused(.notVRRP)) { $0.ipProtocol = 17 },
            Self.make("other-group", variant, .refused(.destination)) { $0.destination = IPAddress(224, 0, 0, 1) },
        ]
        frames += [254, 64, 1].map { ttl in
            Self.make("ttl-\(ttl)", variant, .refused(.ttl)) { $0.ttl = UInt8(ttl) }
        }
        frames.append(
            variant.isUnicast
                ? Self.make("multicast-dst (case 111)", variant, .refused(.destination)) { $0.destination = Lab.group }
                : Self.make("unicast-dst (case 111)", variant, .refused(.destination)) { $0.destination = Lab.node }
        )
        return frames
    }

    private static func source(_ variant: Variant) -> [HostileFrame] {
        let bad: DiscardReason = variant.isUnicast ? .notAPeer : .source
        var frames = [
            Self.make("src-own-ip", variant, .refused(.ownPacket)) { $0.source = Lab.node },
            Self.make("src-0", variant, .refused(bad)) { $0.source = .v4(.unspecified) },
            Self.make("src-loopback", variant, .refused(bad)) { $0.source = IPAddress(127, 0, 0, 1) },
            Self.make("src-multicast", variant, .refused(bad)) { $0.source = Lab.group },
            Self.make("src-broadcast", variant, .refused(bad)) { $0.source = .v4(.broadcast) },
            Self.make("src-vip", variant, .refused(bad)) { $0.source = Lab.virtual },
        ]
        let offnet = IPAddress(10, 9, 9, 9)
        if variant.isUnicast {
            frames += [
                Self.make("src-off-subnet", variant, .refused(.notAPeer)) { $0.source = offnet },
                Self.make("unknown-peer (case 112)", variant, .refused(.notAPeer)) { $0.source = Lab.lowPeer },
                Self.make("unknown-peer-ttl1", variant, .refused(.notAPeer)) {
                    $0.source = Lab.lowPeer
                    $0.ttl = 1
                },
                Self.make("unknown-peer-offnet", variant, .refused(.notAPeer)) {
                    $0.source = offnet
                    $0.ttl = 50
                },
            ]
        } else {
            frames.append(Self.make("src-off-subnet", variant, .taken([])) { $0.source = offnet })
        }
        return frames
    }

    private static func header(_ variant: Variant) -> [HostileFrame] {
        var frames = [0, 1, 4, 15].map { version in
            Self.make("version-\(version) (cases 6, 57)", variant, .refused(.version)) { $0.version = UInt8(version) }
        }
        frames += [0, 2, 15].map { type in
            Self.make("type-\(type)", variant, .refused(.type)) { $0.type = UInt8(type) }
        }
        frames += [
            Self.make("vrid-0", variant, .refused(.unknownVRID)) { $0.vrid = 0 },
            Self.make("vrid-other (case 56)", variant, .refused(.unknownVRID)) { $0.vrid = 52 },
        ]
        let other: Version = variant.version == .v2 ? .v3 : .v2
        frames.append(
            Self.make("version-\(other.rawValue)", variant, .refused(.version)) { $0.version = other.rawValue }
        )
        var foreign = CraftedPacket(other)
        foreign.destination = variant.valid.destination
        frames.append(
            HostileFrame(
                name: "version-\(other.rawValue)-layout",
                variant: variant,
                packet: foreign,
                expected: .refused(.version)
            )
        )
        return frames
    }

    private static func length(_ variant: Variant) -> [HostileFrame] {
        var frames = [
            Self.make("trunc-7", variant, .refused(.packetTooShort)) { $0.cut = 7 },
            Self.make("trunc-header-only", variant, .refused(.length)) { $0.cut = 8 },
            Self.make("trunc-2", variant, .refused(.length)) { $0.cut = 10 },
            Self.make("count-too-big", variant, .refused(.length)) { $0.count = 2 },
            Self.make("count-255", variant, .refused(.length)) { $0.count = 255 },
            Self.make("count-too-small", variant, .refused(.length)) {
                $0.count = 1
                $0.addresses.append(IPAddress(172, 20, 129, 2))
            },
            Self.make("long-tail", variant, .refused(.length)) { $0.trailer += [0, 0, 0, 0] },
            Self.make("bad-checksum", variant, .refused(.checksum)) { $0.sum = .wrong },
            Self.make("zero-checksum (case 7)", variant, .refused(.checksum)) { $0.sum = .zero },
        ]
        switch variant.version {
        case .v2:
            frames.append(Self.make("trunc-no-auth", variant, .refused(.length)) { $0.trailer = [] })
        case .v3:
            frames += [
                Self.make("tail-8", variant, .refused(.length)) { $0.trailer = [UInt8](repeating: 0, count: 8) },
                Self.make("no-pseudo-header (case 131)", variant, .taken([.messageOnlyChecksum])) {
                    $0.sum = .messageOnly
                },
            ]
            if variant.isUnicast {
                frames.append(
                    Self.make("old-unicast-checksum", variant, .taken([.multicastPseudoHeaderChecksum])) {
                        $0.sum = .groupPseudoHeader
                    }
                )
            }
        }
        return frames
    }

    private static func authentication(_ variant: Variant) -> [HostileFrame] {
        switch variant.version {
        case .v3:
            return []
        case .v2:
            let wrong: DiscardReason = variant.hasPassword ? .authenticationFailure : .authenticationTypeMismatch
            var frames = [
                ("auth-pass-wrong", Array("wrong678".utf8)),
                ("auth-pass-prefix", Array("vct1234".utf8) + [0]),
                ("auth-pass-zero", [UInt8](repeating: 0, count: 8)),
            ].map { name, data in
                Self.make(name, variant, .refused(wrong)) {
                    $0.authType = 1
                    $0.trailer = data
                }
            }
            frames.append(
                Self.make(
                    "auth-none",
                    variant,
                    variant.hasPassword ? .refused(.authenticationTypeMismatch) : .taken([])
                ) {
                    $0.authType = 0
                    $0.trailer = [UInt8](repeating: 0, count: 8)
                }
            )
            frames += [
                Self.make("auth-2", variant, .refused(.authenticationTypeMismatch)) { $0.authType = 2 },
                Self.make("auth-3", variant, .refused(.authenticationTypeUnknown)) { $0.authType = 3 },
                Self.make("auth-255", variant, .refused(.authenticationTypeUnknown)) { $0.authType = 255 },
            ]
            return frames
        }
    }

    private static func content(_ variant: Variant) -> [HostileFrame] {
        let other = [IPAddress(172, 20, 129, 99)]
        let extra = [Lab.virtual, IPAddress(172, 20, 129, 2)]
        var frames = [
            Self.make("count-0", variant, .refused(.addressCount)) { $0.addresses = [] },
            Self.make("adv-0", variant, .refused(.interval)) { $0.interval = 0 },
            Self.make("vip-other", variant, .taken([.differentAddresses])) { $0.addresses = other },
            Self.make("vip-extra", variant, .taken([.differentAddresses])) { $0.addresses = extra },
        ]
        switch variant.version {
        case .v2:
            frames += [2, 99, 255].map { seconds in
                Self.make("adv-\(seconds) (case 55)", variant, .refused(.interval)) { $0.interval = UInt16(seconds) }
            }
            frames += [("vip-other-254", other), ("vip-extra-254", extra)].map { name, addresses in
                Self.make(name, variant, .taken([.differentAddresses])) {
                    $0.addresses = addresses
                    $0.priority = 254
                }
            }
        case .v3:
            frames += [
                Self.make("adv-other", variant, .taken([.differentInterval])) { $0.interval = 200 },
                Self.make("reserved-bits (case 16)", variant, .taken([])) { $0.interval |= 0xf000 },
                Self.make("reserved-bits-adv-0", variant, .refused(.interval)) { $0.interval = 0xf000 },
                Self.make("vip-other-1", variant, .taken([.differentAddresses])) {
                    $0.addresses = other
                    $0.priority = 1
                },
            ]
        }
        return frames
    }
}
