/// How much may wait at a socket for advertisements: `vrrp_rx_bufs_policy`, times `vrrp_rx_bufs_multiplier`.
package enum ReceiveBufferPolicy: Hashable, Sendable {
    /// The largest packets of the interface: `MTU`.
    case largestPacket
    /// The advertisements of the instances: `ADVERT`.
    case advertisement
    /// What the kernel gives every socket: `NO`.
    case kernel
    /// So many, for each instance; the multiplier does not count.
    case bytes(Int)
}
