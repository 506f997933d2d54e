import VRRP

/// Any bytes as a packet, and as the message of a packet whose header and checksum are right: it is refused with a
/// reason, or accepted and encoded again to a packet that is accepted with the same meaning.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAdvertisement(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    receive(bytes)
    receive(wrapped(bytes))
    receiveSigned(bytes)
    receiveOverIPv6(bytes)
    return 0
}

private let ownAddress = IPv4Address(172, 20, 128, 2)
private let source = IPAddress(ownAddress)
private let destination = IPAddress.vrrpGroup(.ipv4)

/// Random bytes never have a right checksum by themselves; without this the checks behind it would not be reached.
private func wrapped(_ message: [UInt8]) -> [UInt8] {
    var message = message
    if message.count >= 8 {
        message[6] = 0
        message[7] = 0
        let sum = ChecksumForm.messageOnly.sum(over: message.span, source: source, destination: destination)
        message[6] = UInt8(sum.value >> 8)
        message[7] = UInt8(sum.value & 0xff)
    }
    return IPv4Header(source: ownAddress, destination: .vrrpGroup).encoded(payloadLength: message.count) + message
}

private let ownAddress6 = IPv6Address(rawValue: 0xfe80 << 112 | 2)

/// Any bytes as a message over IPv6, as they are and with the checksum made right, as a raw socket brings it and as a
/// packet socket does: both say the same.
private func receiveOverIPv6(_ bytes: [UInt8]) {
    let (source, group) = (IPAddress(ownAddress6), IPAddress.vrrpGroup(.ipv6))
    var right = bytes
    if right.count >= 8 {
        right[6] = 0
        right[7] = 0
        let sum = ChecksumForm.pseudoHeader.sum(over: right.span, source: source, destination: group)
        right[6] = UInt8(sum.value >> 8)
        right[7] = UInt8(sum.value & 0xff)
    }
    for message in [bytes, right] {
        let bare = try? ReceivedPacket(message: message, source: source, destination: group, timeToLive: 255)
        let header = IPv6Header(source: ownAddress6, destination: .vrrpGroup)
        let whole = header.encoded(payloadLength: message.count) + message
        guard (try? ReceivedPacket(parsing: whole.span)) == bare else { fatalError("two ways to one packet differ") }
        guard let bare, let router = bare.virtualRouterID else { continue }
        for version in [Version.v2, .v3] {
            guard let interval = AdvertisementInterval(seconds: 1) else { continue }
            let policy = AcceptancePolicy(
                family: .ipv6,
                version: version,
                virtualRouterID: router,
                advertisementInterval: interval,
                addresses: [IPAddress(IPv6Address(rawValue: 0xfe80 << 112 | 0x51))],
                localAddresses: []
            )
            guard let accepted = try? bare.advertisement(for: policy) else { continue }
            let again = accepted.advertisement.packet(source: source, destination: group)
            guard
                let packet = try? ReceivedPacket(message: again, source: source, destination: group, timeToLive: 255),
                let twice = try? packet.advertisement(for: policy),
                twice.advertisement == accepted.advertisement
            else { fatalError("an accepted advertisement does not survive encoding: \(accepted.advertisement)") }
        }
    }
}

/// Any bytes behind a right message where a trailer is expected: nothing but a right one is taken.
private func receiveSigned(_ bytes: [UInt8]) {
    guard let router = VirtualRouterID(rawValue: 51), let key = MessageKey(identifier: 1, bytes: Array(0..<32)) else {
        return
    }
    for var policy in policies(for: router, to: destination) where policy.authentication == .none {
        policy.messageAuthentication = MessageAuthentication(keys: [key], activeKey: key, antiReplay: .monotonic)
        let advertisement = Advertisement(
            version: policy.version,
            virtualRouterID: router,
            priority: Priority(rawValue: 100),
            interval: policy.advertisementInterval,
            addresses: policy.addresses
        )
        let packet = advertisement.packet(source: source, destination: destination, trailer: bytes)
        guard let received = try? ReceivedPacket(parsing: packet.span),
            let sequence = (try? received.advertisement(for: policy))?.sequence
        else { continue }
        guard advertisement.trailer(source: source, key: key, sequence: sequence) == bytes else {
            fatalError("a trailer was taken that nobody made")
        }
    }
}

private func receive(_ bytes: [UInt8]) {
    guard let packet = try? ReceivedPacket(parsing: bytes.span), let router = packet.virtualRouterID else { return }
    for policy in policies(for: router, to: packet.destination) {
        guard let accepted = try? packet.advertisement(for: policy) else { continue }
        let again = accepted.advertisement.packet(source: source, destination: destination)
        var strict = policy
        strict.multicastGroup = destination
        guard
            let packet = try? ReceivedPacket(parsing: again.span),
            let twice = try? packet.advertisement(for: strict),
            twice.advertisement == accepted.advertisement
        else { fatalError("an accepted advertisement does not survive encoding: \(accepted.advertisement)") }
    }
}

/// Every way of listening that could take this packet.
private func policies(for router: VirtualRouterID, to group: IPAddress) -> [AcceptancePolicy] {
    guard let interval = AdvertisementInterval(seconds: 1) else { return [] }
    var policies: [AcceptancePolicy] = []
    for version in [Version.v2, .v3] {
        for authentication in [Authentication.none, .password(Authentication.Password("letmein"))] {
            var policy = AcceptancePolicy(
                version: version,
                virtualRouterID: router,
                advertisementInterval: interval,
                addresses: [IPAddress(172, 20, 128, 4)],
                localAddresses: []
            )
            policy.authentication = authentication
            policy.multicastGroup = group
            policies.append(policy)
        }
    }
    return policies
}
