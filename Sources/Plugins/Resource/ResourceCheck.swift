public import Checks

/// `resource WHAT`: not more than so much of it is in use.
public struct ResourceCheck: Check {
    public static let description = ResourcePlugin.description

    private let resource: Resource
    /// Percent.
    private let most: Int?
    private let warn: Int?

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        self.resource = try Resource(definition)
        self.most = definition.options.integer(ResourcePlugin.Option.max)
        self.warn = definition.options.integer(ResourcePlugin.Option.warn)
        if self.most == nil, self.warn == nil {
            throw CheckSetupError("check \(definition.name): asks for nothing; give max, warn or both, as in: max 95")
        }
        if let most = self.most, let warn = self.warn, warn >= most {
            throw CheckSetupError(
                "check \(definition.name): warn \(warn) must be less than max \(most), or it never warns"
            )
        }
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        let resource = self.resource
        let (use, _) = await Deadline.run(within: limit) {
            await BlockingCall.run { () -> Result<ResourceUse, ResourceUse.Failure> in
                Result { () throws(ResourceUse.Failure) in try resource.use() }
            }
        }
        var outcome =
            if let use = use ?? nil {
                self.outcome(of: use)
            } else {
                CheckOutcome(.unknown, .resourceUnreadable, "\(resource.name) did not answer within \(limit.readable)")
            }
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    private func outcome(of use: Result<ResourceUse, ResourceUse.Failure>) -> CheckOutcome {
        let name = self.resource.name
        var findings = Findings()
        switch use {
        case .failure(.unmounted):
            findings.require(
                ResourcePlugin.Option.mounted,
                expected: "a file system of its own",
                got: "none",
                false,
                else: .resourceUnmounted,
                "no file system is mounted at \(name)"
            )
            return findings.outcome("")
        case .failure(.failed(let path, let number)):
            return CheckOutcome(.unknown, .resourceUnreadable, "cannot read \(path): \(ErrorText.of(number))")
        case .failure(.strange(let path)):
            return CheckOutcome(.unknown, .resourceUnreadable, "\(path) does not say what it should")
        case .success(let use):
            for share in use.shares { self.judge(share, name, &findings) }
            let shown = use.shares.map { "\(Self.text($0.percent)) of \($0.subject)" }.joined(separator: ", ")
            var outcome = findings.outcome("\(name): \(shown)")
            outcome.measurements = use.shares.map {
                CheckOutcome.Measurement(name: $0.name, value: $0.percent, unit: "%")
            }
            return outcome
        }
    }

    private func judge(_ share: ResourceUse.Share, _ name: String, _ findings: inout Findings) {
        for (option, limit, status) in [
            (ResourcePlugin.Option.max, self.most, CheckStatus.fail),
            (ResourcePlugin.Option.warn, self.warn, CheckStatus.warn),
        ] {
            guard let limit else { continue }
            findings.add(
                option,
                expected: "at most \(limit) % of \(share.subject)",
                got: Self.text(share.percent),
                share.percent <= Double(limit) ? .pass : status,
                .resourceUsed,
                "\(name): \(Self.text(share.percent)) of \(share.subject), expected at most \(limit) %"
            )
        }
    }

    private static func text(_ percent: Double) -> String {
        let tenths = Int((percent * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
