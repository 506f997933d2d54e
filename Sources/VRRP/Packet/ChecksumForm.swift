/// What the checksum of a VRRP message covers.
///
/// v2 over IPv4 covers the message only, and everything over IPv6 has the pseudo-header of RFC 8200 section 8.1. Over
/// IPv4 v3 has the choice:
/// RFC 9568 section 5.2.8 and the Linux implementations disagree, so a receiver must know all of them. Which one a
/// router sends is configuration and never follows from what it receives.
package enum ChecksumForm: Hashable, Sendable, CaseIterable {
    /// Source, destination, protocol and length, then the message: what keepalived and FRR send and demand.
    case pseudoHeader
    /// The message alone: RFC 9568.
    case messageOnly
    /// As `pseudoHeader`, but with the multicast group as destination although the packet goes to a unicast peer:
    /// keepalived up to 1.3.6.
    case multicastPseudoHeader

    /// The sum over `message` as it stands.
    ///
    /// - Parameter group: the multicast group, for `multicastPseudoHeader`; nil = that of the source's family.
    package func sum(
        over message: Span<UInt8>,
        source: IPAddress,
        destination: IPAddress,
        group: IPAddress? = nil
    ) -> InternetChecksum {
        var checksum = InternetChecksum()
        switch self {
        case .pseudoHeader:
            Self.addPseudoHeader(to: &checksum, source: source, destination: destination, length: message.count)
        case .messageOnly:
            break
        case .multicastPseudoHeader:
            let group = group ?? .vrrpGroup(source.family)
            Self.addPseudoHeader(to: &checksum, source: source, destination: group, length: message.count)
        }
        checksum.add(message)
        return checksum
    }

    private static func addPseudoHeader(
        to checksum: inout InternetChecksum,
        source: IPAddress,
        destination: IPAddress,
        length: Int
    ) {
        checksum.add(source)
        checksum.add(destination)
        // IPv6 gives length and protocol 32 bits each; the words above are zero and change no sum.
        checksum.add(UInt16(IPv4Header.vrrpProtocol))
        checksum.add(UInt16(truncatingIfNeeded: length))
    }
}
