import Configuration
import VRRP

/// What has become of a virtual interface.
struct OwnInterface: Hashable, Sendable {
    var configuration: VirtualInterface
    var standing: Standing

    enum Standing: Hashable, Sendable {
        /// It is being made; the answer comes before anything else does.
        case ordered
        case present
        /// The kernel would not, or somebody removes it again and again.
        case refused(reason: String, until: Instant)
    }
}
