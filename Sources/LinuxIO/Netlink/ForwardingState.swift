import CLinux
import Glibc

/// Whether the host forwards IPv6 packets that come in on an interface, as the kernel tells it.
package struct ForwardingState: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var isOn: Bool

    package init(interfaceIndex: Int32, isOn: Bool) {
        self.interfaceIndex = interfaceIndex
        self.isOn = isOn
    }

    /// Reads the body of `RTM_NEWNETCONF`; `nil` for another family, for what concerns no single interface ("all",
    /// "default"), and for what is not about forwarding.
    package init?(netlink payload: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        // A netconfmsg is one byte, padded to four.
        guard try reader.integer(UInt8.self) == UInt8(AF_INET6) else { return nil }
        for _ in 0..<3 { _ = try reader.integer(UInt8.self) }
        var index: Int32 = 0
        var isOn: Bool?
        while let attribute = try reader.attribute() {
            var value = NetlinkReader(attribute.value)
            switch Int(attribute.type) {
            case Int(CLINUX_NETCONFA_IFINDEX): index = try value.integer()
            case Int(CLINUX_NETCONFA_FORWARDING): isOn = try value.integer(Int32.self) != 0
            default: continue
            }
        }
        guard index > 0, let isOn else { return nil }
        self.init(interfaceIndex: index, isOn: isOn)
    }
}
