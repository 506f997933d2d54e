extension Advertisement {
    /// The VRRP message (RFC 3768 section 5.1, RFC 9568 section 5.1) without its IP header.
    ///
    /// Addresses beyond the 255th are left out. In v2 the interval is rounded to whole seconds 1…255 and `checksum`
    /// has no effect.
    ///
    /// - Parameters:
    ///   - source: the address the packet leaves from; the v3 checksum covers it.
    ///   - destination: the group or the peer; each peer needs its own checksum.
    package func encoded(
        source: IPv4Address,
        destination: IPv4Address,
        checksum: ChecksumForm = .pseudoHeader
    ) -> [UInt8] {
        let addresses = self.addresses.prefix(Self.maximumAddressCount)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(MessageLayout.length(version: self.version, addressCount: addresses.count))
        bytes.append(self.version.rawValue << 4 | MessageLayout.advertisementType)
        bytes.append(self.virtualRouterID.rawValue)
        bytes.append(self.priority.rawValue)
        bytes.append(UInt8(truncatingIfNeeded: addresses.count))
        switch self.version {
        case .v2:
            bytes.append(self.authentication.type)
            bytes.append(self.interval.wholeSeconds)
        case .v3:
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: self.interval.centiseconds))
        }
        bytes.append(bigEndian: 0 as UInt16)
        for address in addresses {
            bytes.append(contentsOf: address.bytes)
        }
        let form: ChecksumForm
        switch self.version {
        case .v2:
            bytes.append(contentsOf: self.authentication.data)
            form = .messageOnly
        case .v3:
            form = checksum
        }
        let sum = form.sum(over: bytes.span, source: source, destination: destination)
        bytes.replace(at: MessageLayout.checksumOffset, bigEndian: sum.value)
        return bytes
    }

    /// The whole IPv4 packet, for a socket that takes the header from the sender (`IP_HDRINCL`).
    package func packet(
        source: IPv4Address,
        destination: IPv4Address,
        ttl: UInt8 = 255,
        checksum: ChecksumForm = .pseudoHeader
    ) -> [UInt8] {
        let message = self.encoded(source: source, destination: destination, checksum: checksum)
        var header = IPv4Header(source: source, destination: destination)
        header.timeToLive = ttl
        return header.encoded(payloadLength: message.count) + message
    }
}
