package import Checks
package import VRRP

/// A line of a journal's file as somebody reads it who was not there.
package struct JournalRecord: Hashable, Sendable {
    /// By the wall clock of the node, which may have been set meanwhile.
    package var time: UTCTime
    /// By its monotonic clock; comparable within one boot of the host.
    package var monotonicMicroseconds: Int64
    package var run: Int64
    /// nil of deeds, which nothing refers to.
    package var id: Int64?
    package var cause: Int64?
    /// nil = the node as a whole.
    package var instance: String?
    package var kind: String
    package var text: String
    /// Everything, with what belongs to the kind.
    package var members: JSONValue

    /// - Throws: What is wrong with the line; a file that was being written when the power went ends in half a line.
    package init(parsing line: some Collection<UInt8>) throws(JournalError) {
        let members: JSONValue
        do throws(JSONError) {
            members = try JSONValue(parsing: line)
        } catch {
            throw JournalError(message: "\(error)")
        }
        guard let wall = members["wall_us"]?.integer, let mono = members["mono_us"]?.integer,
            let run = members["run"]?.integer, let kind = members["kind"]?.string, let text = members["text"]?.string,
            let nanoseconds = Self.nanoseconds(wall)
        else {
            throw JournalError(message: "expected wall_us, mono_us, run, kind and text")
        }
        self.time = UTCTime(nanoseconds: nanoseconds)
        self.monotonicMicroseconds = Int64(mono)
        self.run = Int64(run)
        self.id = members["id"]?.integer.map(Int64.init)
        self.cause = members["cause"]?.integer.map(Int64.init)
        self.instance = members["instance"]?.string
        self.kind = kind
        self.text = text
        self.members = members
    }

    private static func nanoseconds(_ microseconds: Int) -> Int64? {
        let (product, overflow) = Int64(microseconds).multipliedReportingOverflow(by: 1000)
        return overflow ? nil : product
    }

    /// The states a transition leads from and to; nil of every other kind.
    package var states: (from: String, to: String)? {
        guard self.kind == "transition", let from = self.members["from"]?.string, let to = self.members["to"]?.string
        else { return nil }
        return (from, to)
    }

    /// Whether the instance begins or ceases to be master.
    package var isMove: Bool {
        guard let states = self.states, states.from != states.to else { return false }
        return states.to == "master" || states.from == "master"
    }

    /// Whether the instance becomes master.
    package var isTakeover: Bool { self.isMove && self.states?.to == "master" }

    /// The other router a transition is about, as its address is written; nil where it is about none.
    package var peer: String? { self.states == nil ? nil : self.members["peer"]?.string }

    /// Whether the instance leaves, or has left, because ``peer`` is master.
    package var isLossToPeer: Bool {
        guard self.peer != nil, let why = self.members["why"]?.string else { return false }
        return ["higher_priority_heard", "tie_lost", "overtaken", "successor_heard"].contains(why)
    }

    /// Whether the status of a result's member counts as passed; nil where there is none.
    func resultPassed(_ member: String) -> Bool? { self.status(member)?.passes }

    /// The status that a member of a `result` or of evidence names; nil where it names none.
    package func status(_ member: String) -> CheckStatus? {
        self.members[member]?.string.flatMap { word in CheckStatus.allCases.first { "\($0)" == word } }
    }
}
