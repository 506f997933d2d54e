import CLinux
import Glibc
package import Routing
import VRRP

extension RouteKey {
    /// Reads the body of `RTM_DELROUTE`; `nil` for another family, and for a route somebody else has set.
    package init?(netlink payload: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        let family = try reader.integer(UInt8.self)
        let length = try reader.integer(UInt8.self)
        _ = try reader.integer(UInt8.self)
        let service = try reader.integer(UInt8.self)
        let shortTable = try reader.integer(UInt8.self)
        let originator = try reader.integer(UInt8.self)
        _ = try reader.integer(UInt16.self)
        _ = try reader.integer(UInt32.self)
        guard let family = AddressFamily(number: Int32(family)), originator == Route.keepalived,
            length <= family.maximumPrefixLength
        else { return nil }
        var destination = AddressPrefix.all(family).address
        var table = UInt32(shortTable)
        var metric: UInt32 = 0
        while let attribute = try reader.attribute() {
            var value = NetlinkReader(attribute.value)
            switch UInt32(attribute.type) {
            case RTA_DST.rawValue: destination = IPAddress(networkOrder: attribute.value) ?? destination
            case RTA_TABLE.rawValue: table = try value.integer()
            case RTA_PRIORITY.rawValue: metric = try value.integer()
            default: continue
            }
        }
        guard destination.family == family else { return nil }
        self.init(
            table: table,
            destination: AddressPrefix(destination, length: length),
            service: service,
            metric: metric
        )
    }
}
