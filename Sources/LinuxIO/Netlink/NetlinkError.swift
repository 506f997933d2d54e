/// Why bytes are no netlink message.
package enum NetlinkError: Error, Hashable, Sendable {
    /// A header, structure or attribute is longer than what is left.
    case truncated
    /// A length field is smaller than the header it counts.
    case malformed
}
