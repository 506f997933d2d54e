import CLinux
import Glibc
import Routing
import VRRP

extension RouteSocket {
    /// Works requests off in order, many at a time, and answers for each. Throws only if the kernel cannot be talked to.
    ///
    /// What is there already answers ``AddressResult/exists``: the same rule, and a route of the same destination, metric
    /// and hop.
    package func perform(_ requests: [RoutingRequest]) throws(SystemError) -> [AddressResult] {
        var results: [AddressResult] = []
        results.reserveCapacity(requests.count)
        var rest = requests[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batch))
            rest = rest.dropFirst(Self.batch)
            results += try self.performBatch(batch)
        }
        return results
    }

    private func performBatch(_ batch: [RoutingRequest]) throws(SystemError) -> [AddressResult] {
        var results = [AddressResult?](repeating: nil, count: batch.count)
        var sent: [Int] = []
        var writer = NetlinkWriter()
        let tables = try self.tables(of: batch)
        let first = self.sequence &+ 1
        for (position, request) in batch.enumerated() {
            guard let table = request.table(among: tables) else {
                results[position] = .failed(SystemError(code: ENODEV, call: request.call, object: "its vrf"))
                continue
            }
            sent.append(position)
            let flags = request.flags | UInt16(NLM_F_REQUEST) | UInt16(NLM_F_ACK)
            writer.message(type: request.type, flags: flags, sequence: self.nextSequence()) {
                request.write(to: &$0, table: table)
            }
        }
        if !sent.isEmpty {
            try self.socket.send(writer.bytes)
            let acknowledgements = try self.acknowledgements(from: first, count: sent.count)
            for (acknowledgement, position) in zip(acknowledgements, sent) {
                results[position] = batch[position].result(acknowledgement)
            }
        }
        return results.compactMap(\.self)
    }

    /// The numbers of the tables of VRF devices that the routes name.
    private func tables(of batch: [RoutingRequest]) throws(SystemError) -> [String: UInt32] {
        let names = batch.compactMap(\.vrf)
        guard !names.isEmpty else { return [:] }
        var tables: [String: UInt32] = [:]
        for link in try self.links() {
            if let table = link.vrfTable { tables[link.name] = table }
        }
        return tables
    }
}

extension RoutingRequest {
    fileprivate var vrf: String? {
        switch self {
        case .addRoute(let route, _), .removeRoute(let route, _):
            if case .vrf(let name) = route.table { name } else { nil }
        case .addRule, .removeRule, .addAddress, .removeAddress: nil
        }
    }

    /// The table's number; nil where it is of a VRF that is not there. What is no route has any.
    fileprivate func table(among tables: [String: UInt32]) -> UInt32? {
        switch self {
        case .addRoute(let route, _), .removeRoute(let route, _):
            switch route.table {
            case .number(let number): number
            case .vrf(let name): tables[name]
            }
        case .addRule, .removeRule, .addAddress, .removeAddress: 0
        }
    }

    fileprivate var type: UInt16 {
        switch self {
        case .addRoute: UInt16(RTM_NEWROUTE)
        case .removeRoute: UInt16(RTM_DELROUTE)
        case .addRule: UInt16(RTM_NEWRULE)
        case .removeRule: UInt16(RTM_DELRULE)
        case .addAddress: UInt16(RTM_NEWADDR)
        case .removeAddress: UInt16(RTM_DELADDR)
        }
    }

    fileprivate var flags: UInt16 {
        switch self {
        case .addRoute(let route, _):
            switch route.placement {
            case .before: UInt16(NLM_F_CREATE)
            case .behind: UInt16(NLM_F_CREATE) | UInt16(NLM_F_APPEND)
            case .alone: UInt16(NLM_F_CREATE) | UInt16(NLM_F_EXCL)
            }
        case .addRule, .addAddress: UInt16(NLM_F_CREATE) | UInt16(NLM_F_EXCL)
        case .removeRoute, .removeRule, .removeAddress: 0
        }
    }

    fileprivate func write(to writer: inout NetlinkWriter, table: UInt32) {
        switch self {
        case .addRoute(let route, let devices):
            route.write(to: &writer, removing: false, table: table, devices: devices)
        case .removeRoute(let route, let devices):
            route.write(to: &writer, removing: true, table: table, devices: devices)
        case .addRule(let rule), .removeRule(let rule): rule.write(to: &writer)
        case .addAddress(let address): address.write(to: &writer)
        case .removeAddress(let address): address.bare.write(to: &writer)
        }
    }

    fileprivate var call: String {
        switch self {
        case .addRoute: "add route"
        case .removeRoute: "remove route"
        case .addRule: "add rule"
        case .removeRule: "remove rule"
        case .addAddress: "add address"
        case .removeAddress: "remove address"
        }
    }

    fileprivate func result(_ acknowledgement: NetlinkAcknowledgement) -> AddressResult {
        if acknowledgement.code == 0 { return .done }
        switch self {
        case .addRoute, .addRule, .addAddress:
            if acknowledgement.code == EEXIST { return .exists }
        case .removeRoute, .removeRule, .removeAddress:
            // A route's table or interface may be gone with it.
            if [ESRCH, ENOENT, ENODEV, EADDRNOTAVAIL, EAFNOSUPPORT].contains(acknowledgement.code) { return .notFound }
        }
        return .failed(acknowledgement.error(self.call, ""))
    }
}

extension InterfaceAddress {
    /// What the kernel needs to find it: label and scope may have been changed by somebody else.
    var bare: InterfaceAddress {
        var bare = InterfaceAddress(
            interfaceIndex: self.interfaceIndex,
            address: self.address,
            prefixLength: self.prefixLength
        )
        bare.options.peer = self.options.peer
        return bare
    }
}
