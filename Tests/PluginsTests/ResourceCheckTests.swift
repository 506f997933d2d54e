import CLinux
import Checks
import Glibc
import Testing

@testable import Plugins

@Suite struct ResourceCheckTests {
    @Test(arguments: ["disk /", "memory", "load"])
    func thisMachineIsMeasured(line: String) async throws {
        let outcome = try await WrittenCheck<ResourceCheck>(line, ("max", "10000")).run()
        #expect(outcome.status == .pass, "\(outcome.summary)")
        #expect(outcome.measurements.first?.name == "used")
        #expect(outcome.assertions.allSatisfy { $0.name == "max" && $0.status == .pass })
    }

    /// A small file system of the test's own, in a namespace of mounts that ends with its thread.
    @Test func aFullDiskFails() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path
        let use: (empty: ResourceUse, full: ResourceUse) = try await withCheckedThrowingContinuation { continuation in
            Thread.detach {
                continuation.resume(
                    with: Result {
                        guard clinux_unshare_mounts() == 0,
                            mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0,
                            mount("none", path, "tmpfs", 0, "size=1m,nr_inodes=8") == 0
                        else { throw TemporaryDirectory.Failure(number: errno) }
                        let empty = try ResourceUse.disk(at: path, mounted: true)
                        try directory.write("big", String(repeating: "x", count: 900 * 1024))
                        for number in 0..<5 { try directory.write("\(number)", "") }
                        return (empty, try ResourceUse.disk(at: path, mounted: true))
                    }
                )
            }
        }
        #expect(use.empty.shares.map(\.name) == ["used", "inodes"])
        #expect(use.empty.shares[0].percent < 5)
        #expect(use.full.shares[0].percent > 85)
        #expect(use.full.shares[1].percent == 87.5)
    }

    @Test func whatIsNotMountedIsNotMistaken() async throws {
        let directory = try TemporaryDirectory()
        let written = WrittenCheck<ResourceCheck>("disk \(directory.path)", ("max", "100"), ("mounted", "on"))
        let outcome = try await written.run()
        #expect(outcome.status == .fail)
        #expect(outcome.reason == .resourceUnmounted)
        #expect(outcome.summary == "no file system is mounted at \(directory.path)")
        let missing = WrittenCheck<ResourceCheck>("disk /nonexistent", ("max", "100"), ("mounted", "on"))
        #expect(try await missing.run().reason == .resourceUnmounted)
        for path in ["/", "/proc"] {
            let mounted = WrittenCheck<ResourceCheck>("disk \(path)", ("max", "100"), ("mounted", "on"))
            #expect(try await mounted.run().status == .pass)
        }
        let none = try await WrittenCheck<ResourceCheck>("disk /nonexistent", ("max", "100")).run()
        #expect(none.status == .unknown)
        #expect(none.reason == .resourceUnreadable)
        #expect(none.summary == "cannot read /nonexistent: No such file or directory")
    }

    @Test func figuresOfTheKernelAreRead() {
        func used(_ use: ResourceUse?) -> Double? { use?.shares.first?.percent }
        #expect(used(.memory("MemTotal:   1000 kB\nMemFree: 1 kB\nMemAvailable:  250 kB\n")) == 75)
        #expect(used(.memory("MemTotal: 0 kB\nMemAvailable: 250 kB\n")) == nil)
        #expect(used(.memory("nothing")) == nil)
        #expect(used(.load("3.00 1.00 0.50 1/200 4711\n", processors: 2)) == 150)
        #expect(used(.load("", processors: 2)) == nil)
        let pressure = "some avg10=12.50 avg60=1.00 avg300=0.00 total=5\nfull avg10=1.00 avg60=0 avg300=0 total=1\n"
        #expect(used(.pressure(pressure, subject: "io")) == 12.5)
        #expect(used(.pressure("full avg10=1.00\n", subject: "io")) == nil)
    }

    @Test func limitsAreJudged() async throws {
        func run(_ options: (String, String)...) async throws -> CheckOutcome {
            var written = WrittenCheck<ResourceCheck>("memory")
            written.options = options.map { ($0, [$1]) }
            return try await written.run()
        }
        // Some memory is always in use, and never all of it.
        let failed = try await run(("max", "100"), ("warn", "99"))
        #expect(failed.status == .pass)
        #expect(failed.assertions.map(\.name) == ["max", "warn"])
        let used = try #require(failed.measurements.first?.value)
        if used > 1 {
            #expect(try await run(("max", "1")).status == .fail)
            let warned = try await run(("max", "100"), ("warn", "1"))
            #expect(warned.status == .warn)
            #expect(warned.reason == .resourceUsed)
            #expect(warned.summary.hasSuffix("% of memory in use, expected at most 1 %"))
        }
    }

    @Test(
        arguments: [
            ("memory", [:]), ("disk", ["max": "1"]), ("disk var", ["max": "1"]), ("pressure", ["max": "1"]),
            ("pressure disk", ["max": "1"]), ("load 5", ["max": "1"]), ("memory", ["max": "5", "warn": "5"]),
            ("memory", ["max": "5", "mounted": "on"]),
        ] as [(String, [String: String])]
    )
    func whatMakesNoSenseIsRefused(line: String, options: [String: String]) {
        var written = WrittenCheck<ResourceCheck>(line)
        written.options = options.map { ($0, [$1]) }
        #expect(throws: CheckSetupError.self) { try written.make() }
    }
}
