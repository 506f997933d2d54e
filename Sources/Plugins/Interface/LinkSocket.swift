import CLinux
import Glibc
import Synchronization

/// Two conversations with the kernel's rtnetlink: questions, and news of changes. It stays in the network namespace it
/// was made in.
final class LinkSocket: Sendable {
    private let questions: Int32
    /// Readable when there is news.
    let news: Int32
    private let sequence = Mutex<UInt32>(0)

    enum Failure: Error, Hashable, Sendable {
        case missing
        /// The error number.
        case failed(Int32)
    }

    /// - Parameter watchesAddresses: Whether addresses that come and go are news.
    init(watchesAddresses: Bool) throws(Failure) {
        let questions = clinux_route_socket()
        guard questions >= 0 else { throw .failed(errno) }
        let news = clinux_route_socket()
        guard news >= 0 else {
            let number = errno
            close(questions)
            throw .failed(number)
        }
        self.questions = questions
        self.news = news
        let groups = RTMGRP_LINK | (watchesAddresses ? RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR : 0)
        guard clinux_bind_netlink(news, UInt32(groups)) == 0 else { throw .failed(errno) }
    }

    deinit {
        close(self.questions)
        close(self.news)
    }

    /// What the kernel says of an interface now; may wait for whoever changes the network at the moment.
    func facts(of name: String, withAddresses: Bool, withSpeed: Bool) -> Result<LinkFacts, Failure> {
        let interface = [UInt8](repeating: 0, count: 16)
        let nameBytes = Array(name.utf8) + [0]
        let attribute = UInt16(nameBytes.count + 4).nativeBytes + UInt16(IFLA_IFNAME).nativeBytes + nameBytes
        let padding = [UInt8](repeating: 0, count: (4 - attribute.count % 4) % 4)
        switch self.ask(UInt16(RTM_GETLINK), flags: 0, interface + attribute + padding, answer: UInt16(RTM_NEWLINK)) {
        case .failure(let failure):
            return .failure(failure == .failed(ENODEV) ? .missing : failure)
        case .success(let payloads):
            guard var facts = payloads.first.flatMap({ LinkFacts(link: $0) }) else { return .failure(.failed(EPROTO)) }
            if withAddresses {
                switch self.addresses(of: facts.index) {
                case .failure(let failure): return .failure(failure)
                case .success(let addresses): facts.addresses = addresses
                }
            }
            if withSpeed {
                let speed = unsafe clinux_link_speed(self.questions, name)
                facts.speed = speed > 0 ? Int(speed) : nil
            }
            return .success(facts)
        }
    }

    private func addresses(of index: Int32) -> Result<[LinkFacts.Address], Failure> {
        self.ask(
            UInt16(RTM_GETADDR),
            flags: UInt16(NLM_F_DUMP),
            [UInt8](repeating: 0, count: 8),
            answer: UInt16(RTM_NEWADDR)
        ).map { payloads in
            payloads.filter { LinkFacts.Address.index(in: $0) == index }.compactMap { LinkFacts.Address(netlink: $0) }
        }
    }

    /// The bodies of all answers to one question. The kernel has them ready when the question has been sent.
    private func ask(
        _ type: UInt16,
        flags: UInt16,
        _ body: [UInt8],
        answer: UInt16
    ) -> Result<[ArraySlice<UInt8>], Failure> {
        let number = self.sequence.withLock { sequence in
            sequence &+= 1
            return sequence
        }
        let request =
            UInt32(16 + body.count).nativeBytes + type.nativeBytes + (flags | UInt16(NLM_F_REQUEST)).nativeBytes
            + number.nativeBytes + UInt32(0).nativeBytes + body
        guard unsafe clinux_send(self.questions, request, request.count) == request.count else {
            return .failure(.failed(errno))
        }
        let isDump = flags & UInt16(NLM_F_DUMP) != 0
        var payloads: [ArraySlice<UInt8>] = []
        while true {
            switch Self.receive(from: self.questions) {
            case .failure(let failure): return .failure(failure)
            case .success(let datagram):
                // Left-overs of a question that failed half-way have other numbers.
                guard datagram[...].nativeInteger(at: 8, UInt32.self) == number else { continue }
                for message in NetlinkPart.messages(in: datagram) {
                    switch Int32(message.type) {
                    case NLMSG_ERROR:
                        let code = message.payload.nativeInteger(at: 0, Int32.self) ?? -EPROTO
                        return .failure(.failed(-code))
                    case NLMSG_DONE:
                        return .success(payloads)
                    default:
                        if message.type == answer { payloads.append(message.payload) }
                    }
                }
                if !isDump { return .success(payloads) }
            }
        }
    }

    /// Takes all news; whether any of it concerns an interface of this name, or the one it was until now.
    func takeNews(of name: String, index: Int32?) -> Bool {
        var concerns = false
        while true {
            switch Self.receive(from: self.news) {
            case .failure(.failed(ENOBUFS)):
                // More happened than the socket holds.
                concerns = true
            case .failure:
                return concerns
            case .success(let datagram):
                for message in NetlinkPart.messages(in: datagram) {
                    concerns = concerns || Self.concerns(message, name, index)
                }
            }
        }
    }

    private static func concerns(_ message: NetlinkPart, _ name: String, _ index: Int32?) -> Bool {
        switch Int(message.type) {
        case Int(RTM_NEWLINK), Int(RTM_DELLINK):
            guard let identity = LinkFacts.identity(in: message.payload) else { return true }
            return identity.index == index || identity.name.elementsEqual(name.utf8)
        case Int(RTM_NEWADDR), Int(RTM_DELADDR):
            return index != nil && LinkFacts.Address.index(in: message.payload) == index
        default:
            return false
        }
    }

    private static func receive(from socket: Int32) -> Result<[UInt8], Failure> {
        var port: UInt32 = 0
        while true {
            // As long as the next datagram is: those of a dump may be larger than any fixed buffer.
            let length = unsafe clinux_receive_netlink(socket, nil, 0, 1, &port)
            guard length >= 0 else {
                if errno == EINTR { continue }
                return .failure(.failed(errno))
            }
            var buffer = [UInt8](repeating: 0, count: max(1, length))
            let count = unsafe clinux_receive_netlink(socket, &buffer, buffer.count, 0, &port)
            guard count >= 0 else { return .failure(.failed(errno)) }
            // Only the kernel is believed.
            if port == 0 { return .success(Array(buffer.prefix(count))) }
        }
    }
}
