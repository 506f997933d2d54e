import Checks
package import VRRP

/// One line of the journal's file: a JSON object that says what changed, when by both clocks, and because of what.
///
/// The keys are documented and stay: `time` and `wall_us` (UTC), `mono_us` (the monotonic clock), `run` (of a router
/// process), `id` and `cause` (numbers of entries of one run), `instance`, `kind`, `text`, and what belongs to the kind.
package struct JournalLine: Hashable, Sendable {
    /// Which router process it is of: its start by the wall clock, in microseconds.
    private let run: Int64
    private let time: UTCTime
    private let content: Content

    private enum Content: Hashable, Sendable {
        case entry(JournalEntry, after: Int?)
        case deed(JournalDeed, instance: String, cause: UInt64?, at: Instant)
        case result(ResultChange, at: Instant)
        case resultsLeftOut(ResultBudget.LeftOut, at: Instant)
        case lost(Int, at: Instant)
    }

    /// - Parameter streak: Equal results in a row that made a check's health change; nil of every other change.
    package init(_ entry: JournalEntry, after streak: Int? = nil, at time: UTCTime, run: Int64) {
        (self.run, self.time, self.content) = (run, time, .entry(entry, after: streak))
    }

    /// - Parameter cause: The entry that made it necessary; nil = none that is known.
    package init(
        _ deed: JournalDeed,
        of instance: String,
        because cause: UInt64?,
        at now: Instant,
        _ time: UTCTime,
        run: Int64
    ) {
        (self.run, self.time) = (run, time)
        self.content = .deed(deed, instance: instance, cause: cause, at: now)
    }

    /// A result that changed no health.
    package init(_ result: ResultChange, at now: Instant, _ time: UTCTime, run: Int64) {
        (self.run, self.time, self.content) = (run, time, .result(result, at: now))
    }

    init(_ leftOut: ResultBudget.LeftOut, at now: Instant, _ time: UTCTime, run: Int64) {
        (self.run, self.time, self.content) = (run, time, .resultsLeftOut(leftOut, at: now))
    }

    /// So many lines could not be kept.
    package init(lost count: Int, at now: Instant, _ time: UTCTime, run: Int64) {
        (self.run, self.time, self.content) = (run, time, .lost(count, at: now))
    }

    /// The object without the end of the line.
    package var text: String {
        var json = JSONText()
        json.object { json in
            json.value("time", self.time.text)
            json.value("wall_us", self.time.nanoseconds / 1000)
            switch self.content {
            case .entry(let entry, let streak):
                self.head(&json, at: entry.at, id: entry.id, cause: entry.cause, instance: entry.instance)
                json.value("kind", entry.change.kind)
                json.value("text", Self.shortened(entry.change.description))
                entry.change.write(to: &json)
                if let streak { json.value("after", streak) }
            case .deed(let deed, let instance, let cause, let now):
                self.head(&json, at: now, id: nil, cause: cause, instance: instance)
                json.value("kind", deed.kind)
                json.value("text", deed.text)
                deed.write(to: &json)
            case .result(let result, let now):
                self.head(&json, at: now, id: nil, cause: nil, instance: nil)
                json.value("kind", "result")
                json.value("text", Self.shortened(result.text))
                result.write(to: &json)
            case .resultsLeftOut(let leftOut, let now):
                self.head(&json, at: now, id: nil, cause: nil, instance: nil)
                json.value("kind", "results_left_out")
                leftOut.write(to: &json)
            case .lost(let count, let now):
                self.head(&json, at: now, id: nil, cause: nil, instance: nil)
                json.value("kind", "lost")
                json.value("text", "\(count) entries could not be kept")
                json.value("count", count)
            }
        }
        return json.text
    }

    /// A fault may have a thousand causes, and a summary be long.
    private static func shortened(_ text: String) -> String {
        text.utf8.count <= self.textLimit ? text : text.prefix(self.textLimit / 4) + "…"
    }

    /// Bytes.
    private static let textLimit = 4096

    private func head(_ json: inout JSONText, at now: Instant, id: UInt64?, cause: UInt64?, instance: String?) {
        json.value("mono_us", now.nanoseconds / 1000)
        json.value("run", self.run)
        if let id { json.value("id", id) }
        if let cause { json.value("cause", cause) }
        if let instance { json.value("instance", instance) }
    }
}

extension ResultBudget.LeftOut {
    fileprivate func write(to json: inout JSONText) {
        let results = "\(self.count) other result\(self.count == 1 ? "" : "s")"
        let last = self.last.map { ", the last of them \($0)" } ?? ""
        json.value(
            "text",
            (self.check.map { "check \($0) gave \(results)" } ?? "checks gave \(results)") + " that are left out\(last)"
        )
        if let check = self.check { json.value("check", check) }
        json.value("count", self.count)
        if let last = self.last { json.value("to", "\(last)") }
    }
}
