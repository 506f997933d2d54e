import CLinux
import Glibc
import Routing
import VRRP

extension InterfaceAddress {
    /// Appends this as the body of `RTM_NEWADDR` or `RTM_DELADDR`: an `ifaddrmsg` and its attributes.
    package func write(to writer: inout NetlinkWriter) {
        writer.integer(UInt8(self.address.family.number))
        writer.integer(self.prefixLength)
        writer.integer(UInt8(0))
        writer.integer(self.scope)
        writer.integer(UInt32(bitPattern: self.interfaceIndex))
        // Local and peer are the same but on point-to-point links.
        writer.attribute(UInt16(IFA_LOCAL), self.address.bytes)
        writer.attribute(UInt16(IFA_ADDRESS), (self.options.peer ?? self.address).bytes)
        if self.flags != 0 { writer.attribute(UInt16(IFA_FLAGS), of: self.flags) }
        if let lifetime = self.preferredLifetime {
            writer.attribute(UInt16(IFA_CACHEINFO)) { writer in
                writer.integer(lifetime)
                // Valid for ever; the two times of an address's making are the kernel's.
                writer.integer(UInt32.max)
                writer.integer(UInt64(0))
            }
        }
        if let broadcast = self.broadcast {
            writer.attribute(UInt16(IFA_BROADCAST), broadcast.bytes)
        }
        if let label = self.label {
            writer.attribute(UInt16(IFA_LABEL), Array(label.utf8) + [0])
        }
    }

    /// Duplicate address detection would keep a virtual address from use for a second, and it is known to move.
    private var flags: UInt32 {
        let skipsDetection = self.address.family == .ipv6 && !self.options.detectsDuplicates
        return self.options.flags | (skipsDetection ? UInt32(IFA_F_NODAD) : 0)
    }

    /// An IPv6 address of a single host is set deprecated unless something else is said, as keepalived does: no
    /// connection of this host's own then leaves from it.
    private var preferredLifetime: UInt32? {
        guard self.address.family == .ipv6, self.prefixLength == self.address.family.maximumPrefixLength else {
            return self.options.preferredLifetime
        }
        return self.options.preferredLifetime ?? 0
    }

    /// Reads the body of `RTM_NEWADDR` or `RTM_DELADDR`; `nil` for another family or a message without an address.
    package init?(netlink payload: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        let family = try reader.integer(UInt8.self)
        let prefixLength = try reader.integer(UInt8.self)
        var flags = UInt32(try reader.integer(UInt8.self))
        let scope = try reader.integer(UInt8.self)
        let index = try reader.integer(Int32.self)
        guard let family = AddressFamily(number: Int32(family)), prefixLength <= family.maximumPrefixLength else {
            return nil
        }

        var local: IPAddress?
        var peer: IPAddress?
        var broadcast: IPv4Address?
        var label: String?
        while let attribute = try reader.attribute() {
            switch Int(attribute.type) {
            case Int(IFA_LOCAL): local = IPAddress(networkOrder: attribute.value)
            case Int(IFA_ADDRESS): peer = IPAddress(networkOrder: attribute.value)
            case Int(IFA_BROADCAST): broadcast = IPv4Address(networkOrder: attribute.value)
            case Int(IFA_FLAGS):
                var value = NetlinkReader(attribute.value)
                flags = try value.integer()
            case Int(IFA_LABEL): label = String(zeroTerminated: attribute.value)
            default: continue
            }
        }
        guard let address = local ?? peer, address.family == family else { return nil }
        self.init(
            interfaceIndex: index,
            address: address,
            prefixLength: prefixLength,
            label: label,
            scope: scope,
            broadcast: broadcast
        )
        if let peer, peer != address { self.options.peer = peer }
        // Of IPv4 they say what is secondary, which nobody asks.
        if family == .ipv6 { self.kernelFlags = flags }
    }
}
