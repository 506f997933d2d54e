import Glibc
import VRRP

extension AddressFamily {
    /// As the kernel numbers it.
    var number: Int32 {
        switch self {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        }
    }

    /// `nil` for any other family.
    init?(number: Int32) {
        switch number {
        case AF_INET: self = .ipv4
        case AF_INET6: self = .ipv6
        default: return nil
        }
    }
}
