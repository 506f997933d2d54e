import Checks

@testable import baton

/// Reports of runs as the formats see them.
enum Sample {
    static func definition(
        _ name: String = "web",
        kind: String = "http",
        requires: [String] = [],
        options: CheckOptions = CheckOptions(arguments: ["http://127.0.0.1/"], argument: .string("http://127.0.0.1/"))
    ) -> CheckDefinition {
        var definition = CheckDefinition(
            name: name,
            kind: kind,
            options: options,
            schedule: CheckSchedule(interval: .seconds(2), timeout: .milliseconds(800), rise: 2, fall: 3),
            weight: CheckWeight(value: -60),
            location: SourceLocation(file: "checks.d/web.conf", line: 6, column: 7)
        )
        definition.requires = requires
        return definition
    }

    static func report(
        _ outcome: CheckOutcome,
        of definition: CheckDefinition = Sample.definition(),
        run: Int = 1,
        after: Hysteresis? = nil
    ) -> RunReport {
        var counted = Hysteresis(rise: 2, fall: 3)
        _ = counted.record(passed: outcome.status == .pass || outcome.status == .warn)
        return RunReport(
            definition: definition,
            outcome: outcome,
            time: "2026-01-02T03:04:05.000006Z",
            run: run,
            before: Hysteresis(rise: 2, fall: 3),
            after: after ?? counted,
            requirements: definition.requires.map { RunReport.Requirement(check: $0, health: .down) }
        )
    }

    static let pass = CheckOutcome(
        .pass,
        .ok,
        "status 200",
        duration: .microseconds(12_345),
        measurements: [.init(name: "first_byte", value: 11.5, unit: "ms")],
        assertions: [.init("expect_status", expected: "200-299", got: "200", .pass)]
    )

    /// Every character that has a meaning in one of the formats.
    static let fail = CheckOutcome(
        .fail,
        .httpStatus,
        #"503 <"no" | 'luck'> & # \ more"#,
        duration: .milliseconds(3),
        output: "a <b>\n]]> & c",
        assertions: [
            .init("connect", expected: "a connection", got: "connected", .pass),
            .init("expect_status", expected: "200-299", got: #"503 "no""#, .fail),
            .init("expect_body", expected: "ok", got: "not looked at", .unknown),
        ],
        score: -7,
        queueDelay: .milliseconds(4)
    )

    static let warn = CheckOutcome(.warn, .tlsExpiring, "ends in 9 days", duration: .milliseconds(1))

    static let blocked = CheckOutcome(.unknown, .checkBlocked, "not run: it requires nginx, which is down")

    static let unknown = CheckOutcome(.unknown, .execNotFound, "cannot run /x: it is not there")
}

/// Everything a writer prints for these reports.
func printed(_ format: RunFormat, _ reports: [RunReport], explains: Bool = false) throws -> String {
    var writer = format.writer(explains: explains, plugins: [], identity: "alice")
    let parts = try reports.compactMap { try writer.add($0) } + [writer.ending(isInterrupted: false)].compactMap { $0 }
    return parts.joined(separator: "\n")
}
