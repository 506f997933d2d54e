import ArgumentParser
import Checker
import Checks
import Configuration
import Glibc

struct CheckPushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Tell a running agent how a push check fares.",
        discussion: """
            For applications, cron jobs and timers: what is pushed holds for its time to live, and then the check \
            fails. Exit codes: 0 the check has heard it, 1 the agent refuses it, 3 no checker answers, 64 wrong usage, \
            78 the configuration does not load.
            """
    )

    @Argument(help: ArgumentHelp("A check of kind push.", valueName: "NAME"))
    var check: String

    @Argument(help: "How it fares.")
    var status: PushedStatus

    @Option(
        name: .customLong("ttl"),
        help: ArgumentHelp("Seconds it holds (default: as the check's definition says).", valueName: "T")
    )
    var timeToLive: Double?

    @Option(help: ArgumentHelp("One line for people.", valueName: "TEXT"))
    var summary = ""

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("A graded answer, -254 to 254, which the weight is multiplied by.", valueName: "N")
    )
    var score: Int?

    @Option(
        help: ArgumentHelp("The agent's checker_socket (default: the one of --config).", valueName: "PATH"),
        completion: .file()
    )
    var socket: String?

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The agent's configuration, to find its checker_socket.", valueName: "FILE"),
        completion: .file()
    )
    var configuration: String?

    func validate() throws {
        guard !self.check.isEmpty else { throw ValidationError("Name a check of kind push.") }
        if let timeToLive, !(timeToLive >= Self.shortest && timeToLive <= Self.longest) {
            throw ValidationError("--ttl: expected seconds from 0.1 to \(Int(Self.longest)).")
        }
        if let score, !(-254...254).contains(score) {
            throw ValidationError("--score: expected an integer from -254 to 254.")
        }
        if self.socket != nil, self.configuration != nil {
            throw ValidationError("--socket and --config: give one of them; both say where the socket is.")
        }
    }

    func run() throws {
        let path = try self.path()
        let answer: PushAnswer
        do throws(PushError) {
            answer = try PushClient(path: path).push(self.request)
        } catch {
            StandardError.print("baton: \(error)")
            throw ExitCode(3)
        }
        guard case .refused(let reason) = answer else { return }
        StandardError.print("baton: \(self.check): \(reason)")
        throw ExitCode(1)
    }

    var request: PushRequest {
        PushRequest(
            check: self.check,
            status: self.status.value,
            summary: OutcomeSanitizer.line(self.summary, limit: CheckOutcome.summaryLimit),
            timeToLive: self.timeToLive.map { .microseconds(Int64(($0 * 1_000_000).rounded())) },
            score: self.score
        )
    }

    private static let shortest = PushRequest.shortestTimeToLive.milliseconds / 1000
    private static let longest = PushRequest.longestTimeToLive.milliseconds / 1000

    private func path() throws -> String {
        if let socket { return socket }
        guard let configuration else { return GlobalConfiguration().pushSocket }
        guard let global = CheckLoader.globals(of: configuration) else {
            StandardError.print(
                "baton: \(configuration): cannot be read, so the socket is not known; "
                    + "see: baton config check \(configuration), or name the socket with --socket PATH"
            )
            throw ExitCode(EX_CONFIG)
        }
        return global.pushSocket
    }
}

extension GlobalConfiguration {
    /// Where the checker listens for pushes.
    fileprivate var pushSocket: String { self.checkerSocket ?? self.controlSocket + ".checker" }
}
