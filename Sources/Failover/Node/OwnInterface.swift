import Configuration
import VRRP

/// What has become of a virtual interface.
struct OwnInterface: Hashable, Sendable {
    var configuration: VirtualInterface
    var standing: Standing
    /// Why the last attempt failed: a fault until another one has succeeded.
    var refusal: String?

    enum Standing: Hashable, Sendable {
        /// It is being made; the answer comes before anything else does.
        case ordered
        /// The pause after a refusal is over: it is ordered with the next arrangement.
        case due
        case present
        /// The kernel would not, or somebody removes it again and again.
        case refused(until: Instant)
    }
}
