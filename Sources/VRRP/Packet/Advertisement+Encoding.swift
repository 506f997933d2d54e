extension Advertisement {
    /// The VRRP message (RFC 3768 section 5.1, RFC 9568 section 5.1) without its IP header.
    ///
    /// Addresses beyond the 255th are left out. In v2 the interval is rounded to whole seconds 1…255; over IPv6 it has no
    /// authentication, as keepalived sends it. `checksum` matters to v3 over IPv4 alone.
    ///
    /// - Parameters:
    ///   - source: the address the packet leaves from; it decides the family, and the checksum may cover it.
    ///   - destination: the group or the peer; each peer needs its own checksum.
    ///   - group: as in ``ChecksumForm/sum(over:source:destination:group:)``.
    package func encoded(
        source: IPAddress,
        destination: IPAddress,
        checksum: ChecksumForm = .pseudoHeader,
        group: IPAddress? = nil
    ) -> [UInt8] {
        let family = source.family
        let addresses = self.addresses.prefix(Self.maximumAddressCount)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            MessageLayout.length(version: self.version, family: family, addressCount: addresses.count)
        )
        bytes.append(self.version.rawValue << 4 | MessageLayout.advertisementType)
        bytes.append(self.virtualRouterID.rawValue)
        bytes.append(self.priority.rawValue)
        bytes.append(UInt8(truncatingIfNeeded: addresses.count))
        switch self.version {
        case .v2:
            bytes.append(family == .ipv4 ? self.authentication.type : Authentication.none.type)
            bytes.append(self.interval.wholeSeconds)
        case .v3:
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: self.interval.centiseconds))
        }
        bytes.append(bigEndian: 0 as UInt16)
        for address in addresses {
            bytes.append(contentsOf: address.bytes)
        }
        let form: ChecksumForm
        switch (self.version, family) {
        case (.v2, .ipv4):
            bytes.append(contentsOf: self.authentication.data)
            form = .messageOnly
        case (.v3, .ipv4):
            form = checksum
        case (.v2, .ipv6), (.v3, .ipv6):
            form = .pseudoHeader
        }
        let sum = form.sum(over: bytes.span, source: source, destination: destination, group: group)
        bytes.replace(at: MessageLayout.checksumOffset, bigEndian: sum.value)
        return bytes
    }

    /// What a raw socket takes: over IPv4 the whole packet with its header (`IP_HDRINCL`), over IPv6 the message, for
    /// which the kernel makes the header.
    ///
    /// - Parameter trailer: what follows the message; the checksum covers it over IPv6, where it covers all there is.
    package func packet(
        source: IPAddress,
        destination: IPAddress,
        ttl: UInt8 = 255,
        checksum: ChecksumForm = .pseudoHeader,
        group: IPAddress? = nil,
        trailer: [UInt8] = []
    ) -> [UInt8] {
        var message = self.encoded(source: source, destination: destination, checksum: checksum, group: group) + trailer
        if source.family == .ipv6, !trailer.isEmpty {
            message.replace(at: MessageLayout.checksumOffset, bigEndian: 0)
            let sum = ChecksumForm.pseudoHeader.sum(over: message.span, source: source, destination: destination)
            message.replace(at: MessageLayout.checksumOffset, bigEndian: sum.value)
        }
        guard case .v4(let source) = source, case .v4(let destination) = destination else { return message }
        var header = IPv4Header(source: source, destination: destination)
        header.timeToLive = ttl
        return header.encoded(payloadLength: message.count) + message
    }
}
