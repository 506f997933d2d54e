import CLinux
import Glibc

/// Asks the kernel's routing subsystem to add, remove and list.
///
/// The kernel works a request off while it is being sent, so no call here waits for anything but the kernel's own work
/// (17 µs for an address added and removed again).
package final class RouteSocket {
    /// Requests in one system call: their answers must fit the receive queue of an unprivileged socket.
    static let batch = 64

    let socket: NetlinkSocket
    private(set) var sequence: UInt32 = 0

    package init() throws(SystemError) {
        self.socket = try NetlinkSocket(receiveBuffer: 1 << 20)
    }

    /// - Parameter beyondLimit: Whether it may be more than `net.core.rmem_max`, where privileged.
    package func setReceiveBuffer(_ bytes: Int32, beyondLimit: Bool) {
        self.socket.setReceiveBuffer(bytes, beyondLimit: beyondLimit)
    }

    /// Adds one address.
    package func add(_ address: InterfaceAddress) throws(SystemError) -> AddressResult {
        try self.add([address]).first ?? .done
    }

    /// Removes one address.
    package func remove(_ address: InterfaceAddress) throws(SystemError) -> AddressResult {
        try self.remove([address]).first ?? .done
    }

    /// Adds addresses in order and answers for each. Throws only if the kernel cannot be talked to.
    package func add(_ addresses: [InterfaceAddress]) throws(SystemError) -> [AddressResult] {
        let flags = UInt16(NLM_F_CREATE) | UInt16(NLM_F_EXCL)
        return try self.request(addresses, type: UInt16(RTM_NEWADDR), flags: flags).map { acknowledgement, address in
            switch acknowledgement.code {
            case 0: .done
            case EEXIST: .exists
            default: .failed(acknowledgement.error("add address", "\(address)"))
            }
        }
    }

    /// Removes addresses in order and answers for each. Interface, address and prefix length decide; label and scope may
    /// have been changed by somebody else. Throws only if the kernel cannot be talked to.
    package func remove(_ addresses: [InterfaceAddress]) throws(SystemError) -> [AddressResult] {
        let bare = addresses.map(\.bare)
        return try self.request(bare, type: UInt16(RTM_DELADDR), flags: 0).map { acknowledgement, address in
            switch acknowledgement.code {
            case 0: .done
            case EADDRNOTAVAIL, ENODEV: .notFound
            default: .failed(acknowledgement.error("remove address", "\(address)"))
            }
        }
    }

    /// All interfaces.
    package func links() throws(SystemError) -> [Link] {
        try self.dump(UInt16(RTM_GETLINK), answer: UInt16(RTM_NEWLINK)) { writer in
            // ifinfomsg of any family, all zero.
            for _ in 0..<4 { writer.integer(UInt32(0)) }
        } decode: { payload throws(NetlinkError) in
            try Link(netlink: payload)
        }
    }

    /// All IPv4 and IPv6 addresses of all interfaces.
    package func addresses() throws(SystemError) -> [InterfaceAddress] {
        try self.dump(UInt16(RTM_GETADDR), answer: UInt16(RTM_NEWADDR)) { writer in
            writer.integer(UInt8(AF_UNSPEC))
            for _ in 0..<3 { writer.integer(UInt8(0)) }
            writer.integer(UInt32(0))
        } decode: { payload throws(NetlinkError) in
            try InterfaceAddress(netlink: payload)
        }
    }

    /// Where IPv6 packets are forwarded and where not; empty on a host without IPv6, or with a kernel that does not tell.
    package func forwarding() throws(SystemError) -> [ForwardingState] {
        do {
            return try self.dump(UInt16(CLINUX_RTM_GETNETCONF), answer: UInt16(CLINUX_RTM_NEWNETCONF)) { writer in
                // A netconfmsg, padded.
                writer.integer(UInt8(AF_INET6))
                for _ in 0..<3 { writer.integer(UInt8(0)) }
            } decode: { payload throws(NetlinkError) in
                try ForwardingState(netlink: payload)
            }
        } catch  where error.code == EOPNOTSUPP || error.code == EINVAL {
            return []
        }
    }

    func nextSequence() -> UInt32 {
        self.sequence &+= 1
        return self.sequence
    }

    /// Sends one request of any kind and answers with what the kernel says of it at the end; what it sends before that
    /// goes to `answered`.
    func transact(
        type: UInt16,
        flags: UInt16,
        _ body: (inout NetlinkWriter) -> Void,
        answered: (NetlinkMessage) throws(NetlinkError) -> Void = { _ in }
    ) throws(SystemError) -> NetlinkAcknowledgement {
        let sequence = self.nextSequence()
        var writer = NetlinkWriter()
        let flags = flags | UInt16(NLM_F_REQUEST) | UInt16(NLM_F_ACK)
        writer.message(type: type, flags: flags, sequence: sequence, body)
        try self.socket.send(writer.bytes)
        var acknowledgement: NetlinkAcknowledgement?
        while true {
            try self.receive { message throws(NetlinkError) in
                guard message.sequence == sequence else { return }
                if message.type == UInt16(NLMSG_ERROR) {
                    acknowledgement = try NetlinkAcknowledgement(netlink: message.payload, flags: message.flags)
                } else {
                    try answered(message)
                }
            }
            if let acknowledgement { return acknowledgement }
        }
    }

    /// Sends one request per address, many at a time, and pairs each with its answer.
    private func request(
        _ addresses: [InterfaceAddress],
        type: UInt16,
        flags: UInt16
    ) throws(SystemError) -> [(NetlinkAcknowledgement, InterfaceAddress)] {
        var answers: [(NetlinkAcknowledgement, InterfaceAddress)] = []
        var rest = addresses[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batch))
            rest = rest.dropFirst(Self.batch)
            var writer = NetlinkWriter()
            let first = self.sequence &+ 1
            for address in batch {
                let flags = flags | UInt16(NLM_F_REQUEST) | UInt16(NLM_F_ACK)
                writer.message(type: type, flags: flags, sequence: self.nextSequence()) { address.write(to: &$0) }
            }
            try self.socket.send(writer.bytes)
            let acknowledgements = try self.acknowledgements(from: first, count: batch.count)
            answers += zip(acknowledgements, batch)
        }
        return answers
    }

    /// The answers to `count` requests numbered from `first` on, in their order.
    func acknowledgements(from first: UInt32, count: Int) throws(SystemError) -> [NetlinkAcknowledgement] {
        var answers = [NetlinkAcknowledgement?](repeating: nil, count: count)
        var missing = count
        while missing > 0 {
            try self.receive { message throws(NetlinkError) in
                // Left-overs of a request that failed half-way have other numbers.
                let position = Int(message.sequence &- first)
                guard message.type == UInt16(NLMSG_ERROR), position < count, answers[position] == nil else { return }
                answers[position] = try NetlinkAcknowledgement(netlink: message.payload, flags: message.flags)
                missing -= 1
            }
        }
        return answers.compactMap(\.self)
    }

    /// Everything of one kind. A dump that the kernel marks as torn by a change meanwhile is asked for again, seven times at
    /// most: on a host that never stands still the monitor tells of what it missed.
    private func dump<Value>(
        _ request: UInt16,
        answer: UInt16,
        _ body: (inout NetlinkWriter) -> Void,
        decode: (ArraySlice<UInt8>) throws(NetlinkError) -> Value?
    ) throws(SystemError) -> [Value] {
        var values: [Value] = []
        for _ in 0..<8 {
            values = []
            var torn = false
            var finished = false
            var failure: SystemError?
            let sequence = self.nextSequence()
            var writer = NetlinkWriter()
            let flags = UInt16(NLM_F_REQUEST) | UInt16(NLM_F_DUMP)
            writer.message(type: request, flags: flags, sequence: sequence, body)
            try self.socket.send(writer.bytes)
            while !finished {
                try self.receive { message throws(NetlinkError) in
                    guard message.sequence == sequence else { return }
                    if message.flags & UInt16(NLM_F_DUMP_INTR) != 0 { torn = true }
                    switch message.type {
                    case answer:
                        if let value = try decode(message.payload) { values.append(value) }
                    case UInt16(NLMSG_DONE):
                        finished = true
                    case UInt16(NLMSG_ERROR):
                        let answer = try NetlinkAcknowledgement(netlink: message.payload, flags: message.flags)
                        failure = answer.error("netlink dump", "")
                        finished = true
                    default:
                        return
                    }
                }
            }
            if let failure { throw failure }
            if !torn { break }
        }
        return values
    }

    /// Hands every message of the next datagram to `body`.
    ///
    /// - Throws: ETIMEDOUT if the kernel stays silent for a second, which no working kernel does; EBADMSG for bytes that
    ///   are no message.
    private func receive(_ body: (NetlinkMessage) throws(NetlinkError) -> Void) throws(SystemError) {
        var datagram = try self.socket.receive()
        if datagram == nil, self.socket.waitReadable(milliseconds: 1000) {
            datagram = try self.socket.receive()
        }
        guard let datagram else { throw SystemError(code: ETIMEDOUT, call: "recv", object: "netlink") }
        var reader = NetlinkReader(datagram)
        do {
            while let message = try reader.message() { try body(message) }
        } catch {
            throw SystemError(code: EBADMSG, call: "recv", object: "netlink")
        }
    }
}
