import Failover

/// A change of the host's interfaces: the kernel takes up to tens of milliseconds for one, in which this process does
/// nothing else.
enum HostJob: Hashable, Sendable {
    case make(InterfaceOrder)
    case remove(name: String, index: Int32)
}
