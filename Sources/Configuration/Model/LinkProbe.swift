/// How the state of a link is polled: `linkbeat_interfaces`.
package enum LinkProbe: UInt8, Hashable, Sendable {
    /// The first of the others that the driver knows.
    case automatic
    /// The link status bit of the transceiver's basic mode status register.
    case mii
    /// `ETHTOOL_GLINK`.
    case ethtool
    /// The interface's flags.
    case flags
}
