package import Checks
import Glibc

/// One process as `baton check match process` shows it: what a check would look at, and whether it would count.
package struct ProcessMatch: Hashable, Sendable {
    package var identifier: Int32
    /// The name the kernel keeps, at most 15 bytes.
    package var comm: String
    /// The program's file; nil where it may not be read.
    package var executable: String?
    /// The effective user's name, or number where it has none.
    package var user: String
    package var age: Duration
    /// The arguments joined by spaces, in brackets around ``comm`` where there are none.
    package var commandLine: String
    package var verdict: Verdict

    package enum Verdict: Hashable, Sendable {
        case matches
        /// Meets some, but not this.
        case differs(option: String, expected: String)
        /// Whether it meets this may only be seen by root.
        case unreadable(option: String)
        /// Would match, but never counts: why.
        case excluded(String)
    }

    /// The processes that match, and those that nearly do: that meet some of what is asked for, or would but for what
    /// they are. Those that match come first, each group oldest first.
    ///
    /// - Parameter options: As of a `process` check.
    /// - Throws: What is wrong with the options, the user's name, the pid file or `/proc`.
    @concurrent package static func describe(_ options: CheckOptions) async throws(CheckSetupError) -> [ProcessMatch] {
        let question = try ProcessQuestion(options)
        var identifier: Int32?
        var user: UInt32?
        do {
            identifier = try question.pidFile.map { path in try PidFile.identifier(in: path) }
            if let name = question.user { user = try await ChildIdentity.userIdentifier(of: name) }
        } catch let failure as PidFile.Failure {
            throw CheckSetupError(failure.message)
        } catch let failure as ChildIdentity.Failure {
            throw CheckSetupError(failure.message)
        } catch {
            throw CheckSetupError("\(error)")
        }
        let criteria = question.criteria(identifier: identifier, user: user)
        do throws(ProcFilesystem.Failure) {
            return try await Self.describe(criteria)
        } catch {
            throw CheckSetupError(error.message)
        }
    }

    private static func describe(_ criteria: [ProcessCriterion]) async throws(ProcFilesystem.Failure) -> [ProcessMatch]
    {
        var (snapshot, excluded) = try await ProcessTable.shared.survey()
        // Whether a first argument counts as a name depends on all processes, so the table is asked itself.
        let matching = Set(snapshot.find(criteria).processes.map(\.identifier))
        let now = SystemTicks.now
        var matches: [ProcessMatch] = []
        for process in snapshot.candidates.sorted(by: <) {
            guard
                let verdict = Self.verdict(
                    process,
                    criteria,
                    isMatch: matching.contains(process.identifier),
                    excluded: excluded[process.identifier],
                    &snapshot
                )
            else { continue }
            matches.append(Self.described(process, verdict, now: now, &snapshot))
        }
        let names = await Self.names(of: Set(matches.map(\.user)))
        for index in matches.indices {
            matches[index].user = names[matches[index].user] ?? matches[index].user
        }
        return matches.filter { $0.verdict == .matches } + matches.filter { $0.verdict != .matches }
    }

    /// nil for a process that meets nothing of what is asked for.
    private static func verdict(
        _ process: ProcessEntry,
        _ criteria: [ProcessCriterion],
        isMatch: Bool,
        excluded: String?,
        _ snapshot: inout ProcessSnapshot
    ) -> Verdict? {
        if isMatch { return excluded.map { .excluded($0) } ?? .matches }
        guard excluded == nil else { return nil }
        var isNear = false
        var verdict: Verdict?
        for criterion in criteria {
            switch snapshot.test(criterion, process) {
            case true?: isNear = true
            case false?: verdict = verdict ?? .differs(option: criterion.option, expected: criterion.expected)
            case nil: verdict = verdict ?? .unreadable(option: criterion.option)
            }
        }
        return isNear ? verdict : nil
    }

    private static func described(
        _ process: ProcessEntry,
        _ verdict: Verdict,
        now: UInt64,
        _ snapshot: inout ProcessSnapshot
    ) -> ProcessMatch {
        let comm = OutcomeSanitizer.line(String(decoding: process.comm, as: UTF8.self), limit: 64)
        var match = ProcessMatch(
            identifier: process.identifier,
            comm: comm,
            user: "",
            age: SystemTicks.age(since: process.startTime, now: now),
            commandLine: "[\(comm)]",
            verdict: verdict
        )
        if case .known(let path) = snapshot.read(process, { $0.executable() }) {
            match.executable = OutcomeSanitizer.line(String(decoding: path, as: UTF8.self), limit: 4096)
        }
        if case .known(let line) = snapshot.read(process, { $0.commandLine() }), !line.isEmpty {
            match.commandLine = OutcomeSanitizer.line(String(decoding: line, as: UTF8.self), limit: 4096)
        }
        if case .known(let user) = snapshot.read(process, { $0.user() }) { match.user = "\(user)" }
        return match
    }

    /// The names of users, by their numbers as text.
    private static func names(of users: Set<String>) async -> [String: String] {
        let found = await BlockingCall.run {
            var names: [String: String] = [:]
            for user in users {
                var entry = unsafe passwd()
                var buffer = [CChar](repeating: 0, count: 16384)
                var result: UnsafeMutablePointer<passwd>?
                guard let number = UInt32(user),
                    unsafe getpwuid_r(number, &entry, &buffer, buffer.count, &result) == 0,
                    unsafe result != nil, let name = unsafe entry.pw_name
                else { continue }
                names[user] = unsafe String(cString: name)
            }
            return names
        }
        return found ?? [:]
    }
}
