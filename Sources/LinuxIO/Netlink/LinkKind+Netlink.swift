import CLinux

extension Link.Kind {
    /// The kernel's word for it.
    var name: String {
        switch self {
        case .macvlan: "macvlan"
        case .ipvlan: "ipvlan"
        case .other(let name): name
        }
    }

    /// Reads `IFLA_LINKINFO`; `nil` without `IFLA_INFO_KIND`.
    init?(netlink value: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(value)
        var name: String?
        var data: ArraySlice<UInt8> = []
        while let attribute = try reader.attribute() {
            switch Int(attribute.type) {
            case Int(IFLA_INFO_KIND): name = String(zeroTerminated: attribute.value)
            case Int(IFLA_INFO_DATA): data = attribute.value
            default: continue
            }
        }
        switch name {
        case nil: return nil
        case "macvlan": self = .macvlan(mode: try Self.integer(UInt16(IFLA_MACVLAN_MODE), in: data) ?? 0)
        case "ipvlan":
            self = .ipvlan(
                mode: try Self.integer(UInt16(IFLA_IPVLAN_MODE), in: data) ?? 0,
                flags: try Self.integer(UInt16(IFLA_IPVLAN_FLAGS), in: data) ?? 0
            )
        case .some(let name): self = .other(name)
        }
    }

    private static func integer<Value: FixedWidthInteger>(
        _ type: UInt16,
        in data: ArraySlice<UInt8>
    ) throws(NetlinkError) -> Value? {
        var reader = NetlinkReader(data)
        while let attribute = try reader.attribute() {
            guard attribute.type == type else { continue }
            var value = NetlinkReader(attribute.value)
            return try value.integer()
        }
        return nil
    }

    /// Appends this as `IFLA_LINKINFO`.
    func write(to writer: inout NetlinkWriter) {
        writer.attribute(UInt16(IFLA_LINKINFO)) { writer in
            writer.attribute(UInt16(IFLA_INFO_KIND), self.name.utf8)
            switch self {
            case .macvlan(let mode):
                writer.attribute(UInt16(IFLA_INFO_DATA)) { writer in
                    writer.attribute(UInt16(IFLA_MACVLAN_MODE)) { $0.integer(mode) }
                }
            case .ipvlan(let mode, let flags):
                writer.attribute(UInt16(IFLA_INFO_DATA)) { writer in
                    writer.attribute(UInt16(IFLA_IPVLAN_MODE)) { $0.integer(mode) }
                    writer.attribute(UInt16(IFLA_IPVLAN_FLAGS)) { $0.integer(flags) }
                }
            case .other: break
            }
        }
    }
}

extension Link {
    /// What `ip -d link` calls it.
    package var kindName: String { self.kind?.name ?? "physical" }

    /// Whether it is of the kinds an agent makes.
    package var isVirtual: Bool {
        switch self.kind {
        case .macvlan, .ipvlan: true
        case .other, nil: false
        }
    }
}
