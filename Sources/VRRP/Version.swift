/// The protocol version of a virtual router: 2 (RFC 3768, PASS from RFC 2338) or 3 (RFC 9568).
package enum Version: UInt8, Hashable, Sendable {
    case v2 = 2
    case v3 = 3
}
