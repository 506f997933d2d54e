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
        if self.options.flags != 0 { writer.attribute(UInt16(IFA_FLAGS), of: self.options.flags) }
        if let lifetime = self.options.preferredLifetime {
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

    /// Reads the body of `RTM_NEWADDR` or `RTM_DELADDR`; `nil` for another family or a message without an address.
    package init?(netlink payload: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        let family = try reader.integer(UInt8.self)
        let prefixLength = try reader.integer(UInt8.self)
        _ = try reader.integer(UInt8.self)
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
    }
}
