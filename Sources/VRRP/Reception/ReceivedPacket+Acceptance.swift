extension ReceivedPacket {
    /// Checks the packet against the demands of a virtual router, cheap and unauthenticated things first, and reads it.
    ///
    /// - Throws: the reason of the first check that failed, in the order of `DiscardReason`.
    package func advertisement(for policy: AcceptancePolicy) throws(DiscardReason) -> AcceptedAdvertisement {
        try self.checkPath(policy)
        try self.checkHeader(policy)
        let count = Int(self.message[3])
        let length = MessageLayout.length(version: policy.version, family: policy.family, addressCount: count)
        // No padding is as long as a trailer, so the length alone tells whether there is one.
        let signedLength = policy.messageAuthentication == nil ? length : length + AuthenticationTrailer.length
        guard self.message.count == length || self.message.count == signedLength else { throw .length }
        var notes: [AcceptanceNote] = []
        if let note = try self.checksumNote(policy, length: length) {
            notes.append(note)
        }
        let sequence = try self.signedSequence(policy, length: length)
        let authentication = try self.authentication(policy, length: length)
        let interval = try self.interval(policy)
        if interval != policy.advertisementInterval, policy.version == .v3 {
            notes.append(.differentInterval)
        }
        guard count > 0 || policy.acceptsNoAddress else { throw .addressCount }
        let addresses = self.addresses(count: count, family: policy.family)
        let priority = Priority(rawValue: self.message[2])
        if self.source != policy.knownMaster, !Self.sameAddresses(addresses, policy.addresses) {
            // To compare is optional (RFC 3768 section 7.1), and two masters are worse than two lists: the addresses of
            // running nodes are changed on one after the other.
            notes.append(.differentAddresses)
        }
        if policy.family == .ipv6, policy.unicastPeers == nil, let first = addresses.first, !first.isLinkLocal {
            notes.append(.firstAddressNotLinkLocal)
        }
        if let sequence, Self.isSkewed(sequence, policy) { notes.append(.clockSkew) }
        let advertisement = Advertisement(
            version: policy.version,
            virtualRouterID: policy.virtualRouterID,
            priority: priority,
            interval: interval,
            authentication: authentication,
            addresses: addresses
        )
        return AcceptedAdvertisement(
            advertisement: advertisement,
            source: self.source,
            notes: notes,
            sequence: sequence
        )
    }

    /// Whether the packet came a way that an advertisement can come.
    private func checkPath(_ policy: AcceptancePolicy) throws(DiscardReason) {
        guard !policy.localAddresses.contains(self.source) else { throw .ownPacket }
        if let peers = policy.unicastPeers {
            guard policy.localAddresses.contains(self.destination) else { throw .destination }
            guard !policy.checksUnicastSource || peers.contains(self.source) else { throw .notAPeer }
            try self.checkSource(policy)
            let range = policy.peerTTLs[self.source] ?? policy.unicastTTL
            guard range.contains(self.timeToLive) else { throw .ttl }
        } else {
            guard self.destination == policy.multicastGroup else { throw .destination }
            try self.checkSource(policy)
            if let subnets = policy.localSubnets {
                guard self.source.ipv4.map({ source in subnets.contains { $0.contains(source) } }) ?? true else {
                    throw .sourceOffSubnet
                }
            }
            if policy.family == .ipv6 {
                guard self.source.isLinkLocal else { throw .sourceNotLinkLocal }
            }
            guard self.timeToLive == 255 else { throw .ttl }
        }
    }

    /// The kernel drops most of these before a raw socket sees them; a packet socket sees them all.
    private func checkSource(_ policy: AcceptancePolicy) throws(DiscardReason) {
        guard
            self.source.isHost,
            !self.source.isLoopback
        else { throw .source }
        guard policy.addresses.contains(self.source) else { return }
        // Only an owner has a virtual address for its own, and none speaks from it while this node holds it.
        let priority = Priority(rawValue: self.message[2])
        guard policy.ownerMaySpeak, priority == .owner || priority == .resign else { throw .source }
    }

    private func checkHeader(_ policy: AcceptancePolicy) throws(DiscardReason) {
        guard self.version == policy.version.rawValue else { throw .version }
        guard self.type == MessageLayout.advertisementType else { throw .type }
        guard self.virtualRouterID == policy.virtualRouterID else { throw .unknownVRID }
    }

    /// Accepts every form in use and tells which, so that the sender can be counted.
    private func checksumNote(_ policy: AcceptancePolicy, length: Int) throws(DiscardReason) -> AcceptanceNote? {
        switch (policy.version, policy.family) {
        case (.v2, .ipv4):
            guard self.isValid(.messageOnly, policy, length) else { throw .checksum }
            return nil
        case (.v2, .ipv6), (.v3, .ipv6):
            // Nobody disagrees over IPv6 (RFC 8200 section 8.1).
            guard self.isValid(.pseudoHeader, policy, length) else { throw .checksum }
            return nil
        case (.v3, .ipv4):
            if self.isValid(.pseudoHeader, policy, length) { return nil }
            if self.isValid(.messageOnly, policy, length) { return .messageOnlyChecksum }
            if policy.unicastPeers != nil, self.isValid(.multicastPseudoHeader, policy, length) {
                return .multicastPseudoHeaderChecksum
            }
            throw .checksum
        }
    }

    private func isValid(_ form: ChecksumForm, _ policy: AcceptancePolicy, _ length: Int) -> Bool {
        // Over IPv6 a checksum covers the trailer as well: the kernel makes it and knows of none.
        let covered = policy.family == .ipv6 ? self.message.count : length
        return form.sum(
            over: self.message.span.extracting(first: covered),
            source: self.source,
            destination: self.destination,
            group: policy.multicastGroup
        ).isValid
    }

    /// v2: type and data must be the configured ones. The data are located by the length that was checked before.
    private func authentication(_ policy: AcceptancePolicy, length: Int) throws(DiscardReason) -> Authentication {
        guard policy.version == .v2 else { return .none }
        let type = self.message[4]
        if policy.family == .ipv6 {
            // There is a type and there are no data.
            guard type <= Authentication.authenticationHeaderType else { throw .authenticationTypeUnknown }
            return .none
        }
        guard type <= Authentication.authenticationHeaderType else { throw .authenticationTypeUnknown }
        guard type == policy.authentication.type else { throw .authenticationTypeMismatch }
        switch policy.authentication {
        case .none:
            return .none
        case .password(let expected):
            let data = self.message[..<length].suffix(MessageLayout.authenticationLength)
            let received = Authentication.Password(rawValue: data.reduce(0) { $0 << 8 | UInt64($1) })
            // One comparison of one word: its time says nothing about how much of the password is right.
            guard received == expected else { throw .authenticationFailure }
            return .password(received)
        }
    }

    private func interval(_ policy: AcceptancePolicy) throws(DiscardReason) -> AdvertisementInterval {
        switch policy.version {
        case .v2:
            guard
                self.message[5] == policy.advertisementInterval.wholeSeconds,
                let interval = AdvertisementInterval(seconds: Int(self.message[5]))
            else { throw .interval }
            return interval
        case .v3:
            // The upper four bits are reserved and ignored (RFC 9568 section 5.2.6).
            let centiseconds = Int(self.message[4] & 0x0f) << 8 | Int(self.message[5])
            guard let interval = AdvertisementInterval(centiseconds: centiseconds) else { throw .interval }
            return interval
        }
    }

    private func addresses(count: Int, family: AddressFamily) -> [IPAddress] {
        let span = self.message.span
        return (0..<count).map { index in
            span.address(at: MessageLayout.headerLength + index * family.addressLength, family: family)
        }
    }

    /// Order does not matter; how often an address stands there does.
    private static func sameAddresses(_ left: [IPAddress], _ right: [IPAddress]) -> Bool {
        left == right || (left.count == right.count && left.sorted() == right.sorted())
    }
}
