import Configuration
import Failover
import Glibc
import LinuxIO

/// Why a virtual interface cannot be had, with what helps.
enum InterfaceError: Error {
    /// An interface of another kind has the name.
    case nameTaken(by: String, InterfaceOrder)
    case system(SystemError, InterfaceOrder)
}

extension InterfaceError: CustomStringConvertible {
    var description: String {
        switch self {
        case .nameTaken(let kind, let order):
            return "\(order.interface.name) is the name of a \(kind) interface already: remove that "
                + "(ip link delete \(order.interface.name)), or write \(order.word) NAME"
        case .system(let error, let order) where error.code == EOPNOTSUPP:
            return "this kernel has no \(order.kindName) interfaces (\(error)): load the module \(order.kindName), "
                + "or remove \(order.word)"
        case .system(let error, let order) where error.code == EADDRINUSE:
            return "another interface on \(order.interface.link) has its hardware address (\(error)): "
                + "another VRRP agent runs here, or has left an interface behind"
        case .system(let error, let order) where error.code == EBUSY || error.code == EINVAL:
            return "\(order.interface.link) takes no \(order.kindName) interface (\(error))"
        case .system(let error, _):
            return "\(error)"
        }
    }
}

extension InterfaceOrder {
    fileprivate var kindName: String {
        switch self.interface.kind {
        case .macvlan: "macvlan"
        case .ipvlan: "ipvlan"
        }
    }

    /// The word of the configuration that asks for it.
    fileprivate var word: String {
        switch self.interface.kind {
        case .macvlan: "use_vmac"
        case .ipvlan: "use_ipvlan"
        }
    }
}
