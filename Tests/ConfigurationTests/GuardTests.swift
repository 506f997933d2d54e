import Checks
import Configuration
import Testing

/// The guards of a `vrrp_instance`.
@Suite("Guards")
struct GuardTests {
    private static func instance(_ lines: String, name: String = "VI_1", id: Int = 1) -> String {
        "vrrp_instance \(name) {\n\(lines)\ninterface eth0\nvirtual_router_id \(id)\n"
            + "virtual_ipaddress {\n192.0.2.\(id)\n}\n}\n"
    }

    private static func scripts(_ weights: Int...) -> String {
        weights.enumerated().map { "vrrp_script c\($0) {\nscript \"/bin/check\"\nweight \($1)\n}\n" }.joined()
    }

    @Test("all_unhealthy", arguments: AllUnhealthyPolicy.allCases)
    func allUnhealthy(policy: AllUnhealthyPolicy) throws {
        let result = parse(Self.instance("all_unhealthy \(policy.rawValue)"))
        #expect(result.summary == [])
        #expect(try #require(result.configuration).instances[0].guards.allUnhealthy == policy)
    }

    @Test("without the word, checks are faults as ever, and priorities go down to 1")
    func absent() throws {
        let guards = try #require(parse(Self.instance("")).configuration).instances[0].guards
        #expect(guards == GuardSettings())
        #expect(guards.allUnhealthy == .drop)
        #expect(guards.leastHealthyPriority == 1)
    }

    @Test("what is no policy is an error at its place")
    func unknown() throws {
        let result = parse(Self.instance("all_unhealthy bets"))
        let error = try #require(result.diagnostics.first)
        #expect(result.configuration == nil)
        #expect(error.location.line == 2)
        #expect(error.location.column == 15)
        #expect(error.message == "all_unhealthy 'bets' is unknown: expected drop, best or hold")
        #expect(error.fix == "did you mean 'best'?")
        #expect(parse(Self.instance("all_unhealthy")).configuration == nil)
    }

    @Test("an owner cannot have a policy but drop", arguments: ["priority 255", "state MASTER"])
    func owner(words: String) throws {
        for policy in ["best", "hold"] {
            let result = parse(Self.instance("\(words)\nall_unhealthy \(policy)"))
            #expect(result.configuration == nil)
            let error = try #require(result.diagnostics.first)
            #expect(error.location.line == 3)
            #expect(error.message.hasPrefix("all_unhealthy '\(policy)' is not possible with priority 255"))
            #expect(error.fix == "lower the priority to 254 or less, or write all_unhealthy drop")
        }
        #expect(parse(Self.instance("\(words)\nall_unhealthy drop")).configuration != nil)
    }

    @Test("weights that bring a healthy node into the band are warned of, with the numbers")
    func band() throws {
        let tracked = "priority 100\nall_unhealthy best\ntrack_script {\nc0\nc1\nc2\n}"
        let result = parse(Self.instance(tracked) + Self.scripts(-60, 30, -35))
        let warning = try #require(result.diagnostics.first { $0.severity == .warning })
        #expect(warning.location.line == 3)
        #expect(
            warning.message
                == "the priority of instance 'VI_1' can come to 5 (100 - 60 - 35), and 1 to 8 are for nodes whose checks "
                + "have failed (all_unhealthy best): it is kept at 9"
        )
        #expect(warning.fix == "raise its priority by 4, or let its weights take 4 less")
        // 9 is just enough, and without the policy nothing is said.
        #expect(parse(Self.instance(tracked) + Self.scripts(-60, 30, -31)).summary == [])
        let drop = tracked.replacing("best", with: "drop")
        #expect(parse(Self.instance(drop) + Self.scripts(-60, 30, -35)).summary == [])
        let low = parse(Self.instance("priority 8\nall_unhealthy hold"))
        #expect(low.diagnostics.first?.message.contains("can come to 8, and 1 to 8") == true)
    }

    @Test("a sync group cannot be of two minds")
    func group() throws {
        let group = "vrrp_sync_group G {\ngroup {\nA\nB\n}\n}\n"
        func text(_ first: String, _ second: String) -> String {
            Self.instance(first, name: "A", id: 1) + Self.instance(second, name: "B", id: 2) + group
        }
        let result = parse(text("all_unhealthy best", ""))
        #expect(result.configuration == nil)
        let error = try #require(result.diagnostics.first)
        #expect(
            error.message
                == "the members of sync group 'G' differ in all_unhealthy: 'A' has best, 'B' has drop"
        )
        #expect(error.fix == "write the same all_unhealthy in each member")
        let other = try #require(parse(text("", "all_unhealthy hold")).diagnostics.first)
        #expect(other.location.line == 10)
        #expect(parse(text("all_unhealthy hold", "all_unhealthy hold")).summary == [])
    }

    // MARK: blast_radius_guard

    private static let data =
        "check data {\ntcp 10.0.0.9:5432\ninterval 2\ntimeout 1\nfall 2\nscope shared\ntracked_by all\n}\n"

    private static func grace(_ result: ConfigurationResult) throws -> Duration? {
        try #require(result.configuration).instances[0].guards.blastRadiusGrace
    }

    @Test("the grace: interval * fall + timeout of the slowest shared check, three advertisements and a skew")
    func computedGrace() throws {
        // 2 * 2 + 1, 3 * 1, 255/256, up to the next hundredth.
        let result = parse(Self.instance("blast_radius_guard") + Self.data)
        #expect(result.summary == [])
        #expect(try Self.grace(result) == .milliseconds(9000))
        let fast = parse(Self.instance("version 3\nadvert_int 0.1\nblast_radius_guard on") + Self.data)
        #expect(try Self.grace(fast) == .milliseconds(5400))
        // A check of this node alone has no part in it, however slow.
        let slow = "check slow {\nprocess x\ninterval 60\ntracked_by all\n}\n"
        #expect(try Self.grace(parse(Self.instance("blast_radius_guard") + Self.data + slow)) == .milliseconds(9000))
        let jitter = Self.data.replacing("fall 2", with: "fall 2\njitter 10%")
        #expect(try Self.grace(parse(Self.instance("blast_radius_guard") + jitter)) == .milliseconds(9400))
    }

    @Test("a grace that is written counts; off is none", arguments: [("15", 15), ("9", 9), ("off", nil), ("no", nil)])
    func writtenGrace(word: String, seconds: Int?) throws {
        let result = parse(Self.instance("blast_radius_guard \(word)") + Self.data)
        #expect(result.summary == [])
        #expect(try Self.grace(result) == seconds.map { .seconds($0) })
        let least = try #require(result.configuration).instances[0].guards.leastHealthyPriority
        #expect(least == (seconds == nil ? 1 : 9))
    }

    @Test("a grace that is too short is warned of with the time a node may need")
    func shortGrace() throws {
        let result = parse(Self.instance("blast_radius_guard 3") + Self.data)
        let warning = try #require(result.diagnostics.first)
        #expect(warning.location.line == 2)
        #expect(warning.message.contains("blast_radius_guard 3 is short: a node may need 9 s"))
        #expect(try Self.grace(result) == .seconds(3))
        for word in ["0", "3601", "long"] {
            #expect(parse(Self.instance("blast_radius_guard \(word)") + Self.data).configuration == nil)
        }
    }

    @Test("a guard of nothing is warned of, one of an owner is an error")
    func needless() throws {
        let local = Self.data.replacing("scope shared", with: "scope local")
        let warning = try #require(parse(Self.instance("blast_radius_guard") + local).diagnostics.first)
        #expect(warning.message.hasSuffix("has nothing to do: it tracks no check of scope shared"))
        let owner = parse(Self.instance("priority 255\nblast_radius_guard") + Self.data)
        #expect(owner.configuration == nil)
        let error = try #require(owner.diagnostics.first { $0.severity == .error })
        #expect(error.message.hasPrefix("blast_radius_guard is not possible with priority 255"))
    }

    @Test("the members of a sync group have one grace: the longest that is computed; what is written must be the same")
    func groupGrace() throws {
        let group = "vrrp_sync_group G {\ngroup {\nA\nB\n}\n}\n"
        func text(_ first: String, _ second: String) -> String {
            Self.instance(first, name: "A", id: 1) + Self.instance(second, name: "B", id: 2) + group + Self.data
        }
        let slow = try #require(
            parse(text("blast_radius_guard\nadvert_int 3", "blast_radius_guard")).configuration
        )
        #expect(slow.instances.map(\.guards.blastRadiusGrace) == [.milliseconds(15_000), .milliseconds(15_000)])
        let differing = parse(text("blast_radius_guard 20", "blast_radius_guard"))
        #expect(differing.configuration == nil)
        #expect(
            differing.diagnostics.first?.message
                == "the members of sync group 'G' differ in blast_radius_guard: 'A' has 20, 'B' has one without a number"
        )
    }
}
