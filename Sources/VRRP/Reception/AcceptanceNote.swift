/// Something odd about an advertisement that was taken all the same; counted, and never remembered beyond that.
///
/// The raw values are names of counters and stay as they are.
package enum AcceptanceNote: String, Hashable, Sendable, CaseIterable {
    /// v3: the checksum leaves out the pseudo-header, as RFC 9568 says.
    case messageOnlyChecksum = "checksum-message-only"
    /// v3 unicast: the pseudo-header names the multicast group, as keepalived up to 1.3.6 has it.
    case multicastPseudoHeaderChecksum = "checksum-multicast-pseudo-header"
    /// v3: the sender's interval is not ours; a backup learns it.
    case differentInterval = "interval-different"
    /// The sender lists other addresses.
    case differentAddresses = "addresses-different"
    /// IPv6 multicast: the first address is not link-local, as RFC 9568 section 5.2.9 asks; FRR sends none that is.
    case firstAddressNotLinkLocal = "first-address-not-link-local"
    /// The time that was signed is further from ours than half the window.
    case clockSkew = "auth-ext-clock-skew"
}
