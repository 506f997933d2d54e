/// Why a received packet was refused. A refused packet changes nothing but the counter of its reason.
///
/// The raw values are names of counters and stay as they are. The order is that of the checks.
package enum DiscardReason: String, Error, Hashable, Sendable, CaseIterable {
    /// Fewer bytes than an IP header, its options and a VRRP header.
    case packetTooShort = "packet-too-short"
    /// Neither IP version 4 nor 6, or a header length below 20 bytes.
    case ipHeader = "ip-header"
    /// The total length of the IP header is not the length received.
    case ipLength = "ip-length"
    /// A part of a packet; whole packets come from the kernel.
    case fragment
    /// Another IP protocol than 112.
    case notVRRP = "not-vrrp"
    /// The source is an address of this node: looped, or forged.
    case ownPacket = "own-packet"
    /// Not the group (multicast), or not an address of this node (unicast).
    case destination
    /// Unicast from an address that is not a configured peer.
    case notAPeer = "not-a-peer"
    /// A source no router can have: unspecified, loopback, multicast, broadcast or one of the virtual addresses.
    case source
    /// A source outside the subnets of the interface, where that is demanded.
    case sourceOffSubnet = "source-off-subnet"
    /// IPv6 multicast from an address that is not of the link alone (RFC 9568 section 5.1.2.1).
    case sourceNotLinkLocal = "source-not-link-local"
    /// A time to live, or hop limit, that says a router forwarded the packet.
    case ttl
    /// Another protocol version than the virtual router's.
    case version
    /// Another message type than advertisement.
    case type
    /// VRID 0, or one of no virtual router here.
    case unknownVRID = "vrid-unknown"
    /// The message is not exactly as long as its address count says.
    case length
    /// The checksum is wrong in every accepted form.
    case checksum
    /// A message that is not signed, where only signed ones are taken.
    case authenticationMissing = "auth-ext-missing"
    /// A trailer of an unknown scheme, or with reserved bits set.
    case authenticationMalformed = "auth-ext-malformed"
    /// A time that was signed, if at all, too long ago or lies too far ahead: a recording, or clocks that disagree.
    case authenticationStale = "auth-ext-stale"
    /// Signed with a key of no known identifier.
    case authenticationKeyUnknown = "auth-ext-unknown-key"
    /// The code is not what the key makes of the message.
    case authenticationInvalid = "auth-ext-invalid-hmac"
    /// v2: an authentication type nobody defined.
    case authenticationTypeUnknown = "auth-type-unknown"
    /// v2: another authentication type than configured.
    case authenticationTypeMismatch = "auth-type-mismatch"
    /// v2: the right type with the wrong password.
    case authenticationFailure = "auth-failure"
    /// Interval 0, or in v2 another interval than configured.
    case interval
    /// No addresses.
    case addressCount = "address-count"
    /// Rightly signed, with a sequence that was taken before; raised by the caller.
    case authenticationReplayed = "auth-ext-replay"
    /// The owner hears nobody (`owner_ignore_adverts`); raised by the caller.
    case ownerIgnores = "owner-ignores"
    /// The virtual router is not started or at fault; raised by the caller.
    case notReady = "not-ready"
}
