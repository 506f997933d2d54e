import CLinux
import Glibc
package import Routing
import VRRP

extension RuleKey {
    /// Reads the body of `RTM_DELRULE`; `nil` for another family, and for a rule somebody else has set.
    package init?(netlink payload: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        let family = try reader.integer(UInt8.self)
        // The rest of the header: lengths, type of service, table, action and flags.
        _ = try reader.bytes(11)
        guard let family = AddressFamily(number: Int32(family)) else { return nil }
        var preference: UInt32 = 0
        var originator: UInt8?
        while let attribute = try reader.attribute() {
            var value = NetlinkReader(attribute.value)
            switch Int(attribute.type) {
            case Int(FRA_PRIORITY): preference = try value.integer()
            case Int(FRA_PROTOCOL): originator = try value.integer()
            default: continue
            }
        }
        guard originator == Route.keepalived else { return nil }
        self.init(family: family, preference: preference)
    }
}
