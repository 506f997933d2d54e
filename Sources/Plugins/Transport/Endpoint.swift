/// Where to connect: a host as it is written, and how its addresses are found.
struct Endpoint: Hashable, Sendable {
    var host: String
    var port: UInt16
    var family: AddressFamily
    /// Known from the beginning where the host is an address in figures.
    let address: SocketAddress?

    init(host: String, port: UInt16, family: AddressFamily) {
        self.host = host
        self.port = port
        self.family = family
        self.address = try? SocketAddress.lookUp(host, port: port, .numeric, family: family).get().first
    }

    var isNumeric: Bool { self.address != nil }

    /// As in messages: `www.example.org:80`, `[::1]:80`.
    var text: String { SocketAddress.joined(self.host, self.port) }

    func addresses() async -> NameLookup.Answer {
        if let address = self.address { return .success([address]) }
        return await NameLookup.shared.addresses(of: self.host, port: self.port, family: self.family)
    }
}

extension Endpoint {
    /// As ``addresses()``, but gives up after `limit`.
    func addresses(within limit: Duration) async -> NameLookup.Answer {
        if self.isNumeric { return await self.addresses() }
        let (answer, _) = await Deadline.run(within: limit) { await self.addresses() }
        return answer ?? .failure(SocketAddress.LookupFailure(message: "the lookup did not end in time"))
    }
}
