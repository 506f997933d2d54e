import CLinux
import Glibc

/// What the kernel says of an interface.
struct LinkFacts: Hashable, Sendable {
    var index: Int32
    /// Switched on (`IFF_UP`).
    var isUp: Bool
    /// The driver has a carrier (`IFF_LOWER_UP`).
    var hasCarrier: Bool
    /// Ready to carry traffic (`IFF_RUNNING`; RFC 2863's operational state).
    var isOperational: Bool
    /// RFC 2863, as `ip link` writes it.
    var operationalState: String
    var mtu: Int
    var addresses: [Address] = []
    /// Mbit/s; nil where the driver does not tell.
    var speed: Int?

    struct Address: Hashable, Sendable {
        /// 4 or 16.
        var bytes: [UInt8]
        /// Not while it is checked for duplicates, and not if it is one (RFC 4862).
        var isUsable: Bool
    }

    private static let states = [
        "UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP",
    ]

    /// Reads the body of `RTM_NEWLINK`; nil if it is none.
    init?(link payload: ArraySlice<UInt8>) {
        guard let index = payload.nativeInteger(at: 4, Int32.self),
            let flags = payload.nativeInteger(at: 8, UInt32.self)
        else { return nil }
        self.index = index
        self.isUp = flags & UInt32(CLINUX_IFF_UP) != 0
        self.isOperational = flags & UInt32(CLINUX_IFF_RUNNING) != 0
        self.hasCarrier = flags & UInt32(CLINUX_IFF_LOWER_UP) != 0
        self.operationalState = Self.states[0]
        self.mtu = 0
        for attribute in NetlinkPart.attributes(in: payload, after: 16) {
            switch Int(attribute.type) {
            case Int(IFLA_MTU): self.mtu = Int(attribute.payload.nativeInteger(at: 0, UInt32.self) ?? 0)
            case Int(IFLA_OPERSTATE):
                let state = Int(attribute.payload.first ?? 0)
                self.operationalState = Self.states.indices.contains(state) ? Self.states[state] : "\(state)"
            default: continue
            }
        }
    }

    /// The index and the name in the body of `RTM_NEWLINK` or `RTM_DELLINK`.
    static func identity(in payload: ArraySlice<UInt8>) -> (index: Int32, name: [UInt8])? {
        guard let index = payload.nativeInteger(at: 4, Int32.self) else { return nil }
        let name = NetlinkPart.attributes(in: payload, after: 16).first { Int($0.type) == Int(IFLA_IFNAME) }
        return (index, Array(name?.payload.prefix { $0 != 0 } ?? []))
    }
}

extension LinkFacts.Address {
    /// Reads the body of `RTM_NEWADDR` or `RTM_DELADDR`; nil if it is none.
    init?(netlink payload: ArraySlice<UInt8>) {
        guard payload.count >= 8 else { return nil }
        var flags = UInt32(payload[payload.startIndex + 2])
        var local: [UInt8]?
        var address: [UInt8]?
        for attribute in NetlinkPart.attributes(in: payload, after: 8) {
            switch Int(attribute.type) {
            case Int(IFA_LOCAL): local = Array(attribute.payload)
            case Int(IFA_ADDRESS): address = Array(attribute.payload)
            case Int(IFA_FLAGS): flags = attribute.payload.nativeInteger(at: 0, UInt32.self) ?? flags
            default: continue
            }
        }
        // On point-to-point links IFA_ADDRESS is the other side's.
        guard let bytes = local ?? address, bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
        self.isUsable = flags & UInt32(IFA_F_TENTATIVE | IFA_F_DADFAILED) == 0 || flags & UInt32(IFA_F_OPTIMISTIC) != 0
    }

    /// The interface in such a body.
    static func index(in payload: ArraySlice<UInt8>) -> Int32? { payload.nativeInteger(at: 4, Int32.self) }
}
