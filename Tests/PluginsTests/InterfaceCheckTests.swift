import Checks
import TestSupport
import Testing

@testable import Plugins

/// Real interfaces in network namespaces; needs the privilege to make them.
@Suite(.timeLimit(.minutes(1))) struct InterfaceCheckTests {
    /// A namespace with a pair of interfaces, `here` and `there`.
    private func namespace() async throws -> NetworkNamespace {
        let namespace = try await NetworkNamespace()
        try await namespace.run("ip", "link", "add", "here", "type", "veth", "peer", "there")
        try await namespace.run("ip", "link", "set", "here", "up")
        try await namespace.run("ip", "link", "set", "there", "up")
        return namespace
    }

    private func check(
        _ name: String,
        in namespace: NetworkNamespace,
        _ options: (String, String)...
    ) async throws -> InterfaceCheck {
        try await namespace.inside {
            var written = WrittenCheck<InterfaceCheck>(name)
            written.options = options.map { ($0, [$1]) }
            return try written.make()
        }
    }

    /// The outcome once it is as expected: a link takes a moment to become operational.
    private func settled(_ check: InterfaceCheck, _ status: CheckStatus) async throws -> CheckOutcome {
        var outcome = await check.run(timeout: .seconds(5))
        _ = try await eventually {
            outcome = await check.run(timeout: .seconds(5))
            return outcome.status == status
        }
        return outcome
    }

    @Test func anInterfaceIsUp() async throws {
        let namespace = try await self.namespace()
        let outcome = try await self.settled(try await self.check("here", in: namespace), .pass)
        #expect(outcome.status == .pass)
        #expect(outcome.summary == "here is up, operational")
        #expect(outcome.assertions.map(\.name) == ["exists", "up", "carrier"])
        #expect(outcome.assertions.last?.got == "a carrier, state UP")
        #expect(outcome.measurements == [CheckOutcome.Measurement(name: "mtu", value: 1500, unit: "B")])
        // The loopback interface tells no operational state, and passes.
        let loopback = try await self.check("lo", in: namespace).run(timeout: .seconds(5))
        #expect(loopback.status == .pass)
        #expect(loopback.summary == "lo is up, state UNKNOWN")
    }

    @Test func aMissingInterfaceFails() async throws {
        let outcome = try await self.check("none0", in: try await self.namespace()).run(timeout: .seconds(5))
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .interfaceMissing)
        #expect(outcome.summary == "there is no interface none0")
    }

    @Test func anInterfaceSwitchedOffFails() async throws {
        let namespace = try await self.namespace()
        try await namespace.run("ip", "link", "set", "here", "down")
        let outcome = try await self.check("here", in: namespace).run(timeout: .seconds(5))
        #expect(outcome.reason == .interfaceDown)
        #expect(outcome.summary == "here is switched off")
        #expect(outcome.assertions.map(\.status) == [.pass, .fail, .unknown])
    }

    @Test func withoutCarrierItFailsUnlessThatIsOfNoMatter() async throws {
        let namespace = try await self.namespace()
        try await namespace.run("ip", "link", "set", "there", "down")
        let outcome = try await self.settled(try await self.check("here", in: namespace), .fail)
        #expect(outcome.reason == .interfaceDown)
        #expect(outcome.summary == "here has no carrier")
        let careless = try await self.check("here", in: namespace, ("carrier", "off"))
        #expect(await careless.run(timeout: .seconds(5)).status == .pass)
    }

    @Test func addressesAreAskedFor() async throws {
        let namespace = try await self.namespace()
        try await namespace.run("ip", "address", "add", "192.0.2.1/24", "dev", "here")
        try await namespace.run("ip", "address", "add", "fd00::1/64", "dev", "here", "nodad")
        let check = try await self.check("here", in: namespace, ("address", "192.0.2.1"), ("address", "fd00:0::1"))
        #expect(try await self.settled(check, .pass).status == .pass)
        try await namespace.run("ip", "address", "del", "192.0.2.1/24", "dev", "here")
        let outcome = await check.run(timeout: .seconds(5))
        #expect(outcome.reason == .interfaceAddress)
        #expect(outcome.summary == "here does not have the address 192.0.2.1")
        #expect(outcome.assertions.map(\.status) == [.pass, .pass, .pass, .fail, .pass])
    }

    @Test func anAddressThatIsBeingCheckedDoesNotCount() async throws {
        let namespace = try await self.namespace()
        // Many probes, a second apart: the address stays tentative for the length of the test.
        try await namespace.run("sh", "-c", "echo 100 > /proc/sys/net/ipv6/conf/here/dad_transmits")
        try await namespace.run("ip", "address", "add", "fd00::1/64", "dev", "here")
        let check = try await self.check("here", in: namespace, ("address", "fd00::1"))
        let outcome = try await self.settled(check, .fail)
        #expect(outcome.reason == .interfaceAddress)
        #expect(
            outcome.summary == "the address fd00::1 of here is still being checked for duplicates, or is one"
        )
    }

    @Test func settingsAreAskedFor() async throws {
        let namespace = try await self.namespace()
        try await namespace.run("ip", "link", "set", "here", "mtu", "1400")
        let good = try await self.check("here", in: namespace, ("mtu", "1400-1500"), ("min_speed", "10000"))
        let outcome = try await self.settled(good, .pass)
        #expect(outcome.measurements.map(\.value) == [1400, 10000])
        let large = try await self.check("here", in: namespace, ("mtu", "9000")).run(timeout: .seconds(5))
        #expect(large.reason == .interfaceSetting)
        #expect(large.summary == "here has an MTU of 1400, expected 9000")
        let fast = try await self.check("here", in: namespace, ("min_speed", "40000")).run(timeout: .seconds(5))
        #expect(fast.reason == .interfaceSetting)
        #expect(fast.summary == "here runs at 10000 Mbit/s, expected at least 40000 Mbit/s")
        let silent = try await self.check("lo", in: namespace, ("min_speed", "1")).run(timeout: .seconds(5))
        #expect(silent.status == .unknown)
        #expect(silent.reason == .interfaceSetting)
    }

    @Test func changesAreHeardOf() async throws {
        let namespace = try await self.namespace()
        let check = try await self.check("here", in: namespace, ("address", "192.0.2.1"))
        let changes: [[String]] = [
            ["ip", "address", "add", "192.0.2.1/24", "dev", "here"], ["ip", "link", "set", "there", "down"],
            ["ip", "link", "set", "here", "name", "gone"], ["ip", "link", "set", "gone", "name", "here"],
            ["ip", "link", "del", "here"],
        ]
        _ = await check.run(timeout: .seconds(5))
        for change in changes {
            let wait = Task { await check.waitForChange() }
            try await namespace.run("sh", "-c", change.joined(separator: " "))
            await wait.value
            _ = await check.run(timeout: .seconds(5))
        }
        #expect(await check.run(timeout: .seconds(5)).reason == .interfaceMissing)
        let wait = Task { await check.waitForChange() }
        try await namespace.run("ip", "link", "add", "here", "type", "veth", "peer", "there")
        await wait.value
    }

    @Test func newsOfOthersIsNoNews() async throws {
        let namespace = try await self.namespace()
        let socket = try await namespace.inside { try LinkSocket(watchesAddresses: true) }
        let index = try socket.facts(of: "here", withAddresses: false, withSpeed: false).get().index
        _ = socket.takeNews(of: "here", index: index)
        try await namespace.run("ip", "link", "add", "other", "type", "bridge")
        try await namespace.run("ip", "link", "set", "other", "up")
        try await namespace.run("ip", "address", "add", "192.0.2.9/24", "dev", "other")
        #expect(!socket.takeNews(of: "here", index: index))
        try await namespace.run("ip", "address", "add", "192.0.2.8/24", "dev", "here")
        #expect(socket.takeNews(of: "here", index: index))
    }

    @Test func cancellationEndsTheWait() async throws {
        let check = try await self.check("here", in: try await self.namespace())
        _ = await check.run(timeout: .seconds(5))
        let wait = Task { await check.waitForChange() }
        try await Task.sleep(for: .milliseconds(20))
        wait.cancel()
        await wait.value
    }

    @Test func brokenMessagesAreLeftOut() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...100, using: &generator)).map { _ in
                UInt8.random(in: 0...40, using: &generator)
            }
            for message in NetlinkPart.messages(in: bytes) {
                _ = LinkFacts(link: message.payload)
                _ = LinkFacts.Address(netlink: message.payload)
            }
            _ = LinkFacts(link: bytes[...])
            _ = LinkFacts.identity(in: bytes[...])
            _ = LinkFacts.Address(netlink: bytes[...])
        }
    }
}
