import Checks

/// What a check asks of an interface.
struct InterfaceExpectation: Sendable {
    var needsCarrier: Bool
    /// As written, and as bytes.
    var addresses: [(text: String, bytes: [UInt8])]
    var mtu: [ClosedRange<Int>]?
    var minSpeed: Int?

    init(_ definition: CheckDefinition) throws(CheckSetupError) {
        let options = definition.options
        self.needsCarrier = options.boolean(InterfacePlugin.Option.carrier) ?? true
        self.mtu = options.integerRanges(InterfacePlugin.Option.mtu)
        self.minSpeed = options.integer(InterfacePlugin.Option.minSpeed)
        self.addresses = []
        for value in options.all(InterfacePlugin.Option.address) {
            guard case .string(let text) = value else { continue }
            guard case .success(let found) = SocketAddress.lookUp(text, port: 0, .numeric),
                let bytes = found.first?.addressBytes
            else {
                throw CheckSetupError(
                    "check \(definition.name): address: expected an IPv4 or IPv6 address, found '\(text)'"
                )
            }
            self.addresses.append((text, bytes))
        }
    }

    func outcome(of facts: Result<LinkFacts, LinkSocket.Failure>, name: String) -> CheckOutcome {
        var findings = Findings()
        switch facts {
        case .failure(.missing):
            findings.require(
                "exists",
                expected: "an interface",
                got: "none",
                false,
                else: .interfaceMissing,
                "there is no interface \(name)"
            )
            return findings.outcome("")
        case .failure(.failed(let number)):
            let text = ErrorText.of(number)
            findings.add(
                "exists",
                expected: "an interface",
                got: text,
                .unknown,
                .interfaceUnreadable,
                "the kernel does not tell of \(name): \(text)"
            )
            return findings.outcome("")
        case .success(let facts):
            findings.require("exists", expected: "an interface", got: "an interface", true, else: .interfaceMissing, "")
            self.judgeState(facts, name, &findings)
            self.judgeAddresses(facts, name, &findings)
            self.judgeSettings(facts, name, &findings)
            var outcome = findings.outcome(
                "\(name) is up, \(facts.operationalState == "UP" ? "operational" : "state \(facts.operationalState)")"
            )
            outcome.measurements = [CheckOutcome.Measurement(name: "mtu", value: Double(facts.mtu), unit: "B")]
            if let speed = facts.speed {
                outcome.measurements.append(
                    CheckOutcome.Measurement(name: "speed", value: Double(speed), unit: "")
                )
            }
            return outcome
        }
    }

    private func judgeState(_ facts: LinkFacts, _ name: String, _ findings: inout Findings) {
        findings.require(
            "up",
            expected: "up",
            got: facts.isUp ? "up" : "down",
            facts.isUp,
            else: .interfaceDown,
            "\(name) is switched off"
        )
        guard self.needsCarrier else { return }
        guard facts.isUp else {
            findings.skip(InterfacePlugin.Option.carrier, expected: "a carrier")
            return
        }
        findings.require(
            InterfacePlugin.Option.carrier,
            expected: "a carrier, operational",
            got: facts.hasCarrier ? "a carrier, state \(facts.operationalState)" : "no carrier",
            facts.hasCarrier && facts.isOperational,
            else: .interfaceDown,
            facts.hasCarrier
                ? "\(name) has a carrier and is not operational: state \(facts.operationalState)"
                : "\(name) has no carrier"
        )
    }

    private func judgeAddresses(_ facts: LinkFacts, _ name: String, _ findings: inout Findings) {
        for (text, bytes) in self.addresses {
            let found = facts.addresses.first { $0.bytes == bytes }
            findings.require(
                InterfacePlugin.Option.address,
                expected: text,
                got: found.map { $0.isUsable ? text : "not usable yet, or a duplicate" } ?? "not there",
                found?.isUsable == true,
                else: .interfaceAddress,
                found == nil
                    ? "\(name) does not have the address \(text)"
                    : "the address \(text) of \(name) is still being checked for duplicates, or is one"
            )
        }
    }

    private func judgeSettings(_ facts: LinkFacts, _ name: String, _ findings: inout Findings) {
        if let mtu = self.mtu {
            let expected = mtu.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
                .joined(separator: " or ")
            findings.require(
                InterfacePlugin.Option.mtu,
                expected: expected,
                got: "\(facts.mtu)",
                mtu.contains { $0.contains(facts.mtu) },
                else: .interfaceSetting,
                "\(name) has an MTU of \(facts.mtu), expected \(expected)"
            )
        }
        if let least = self.minSpeed {
            let expected = "at least \(least) Mbit/s"
            findings.add(
                InterfacePlugin.Option.minSpeed,
                expected: expected,
                got: facts.speed.map { "\($0) Mbit/s" } ?? "not told",
                facts.speed.map { $0 >= least ? .pass : .fail } ?? .unknown,
                .interfaceSetting,
                facts.speed.map { "\(name) runs at \($0) Mbit/s, expected \(expected)" }
                    ?? "the driver of \(name) does not tell its speed, expected \(expected); remove min_speed"
            )
        }
    }
}
