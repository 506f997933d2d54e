import Checks
import Failover
import VRRP

extension JournalTimeline {
    /// What is known of a node while its records are read.
    private struct Reading {
        var run: Int64?
        var isStopped = false
        /// When the record before was written; a clock that is set back does not turn time back.
        var last = Int64.min
        /// By instance, the state it is in.
        var states: [String: String] = [:]
        /// By instance, the checks that lowered its priority and are down.
        var failing: [String: Set<String>] = [:]
        /// Of this run, checks that went down, by the number of the entry.
        var downs: [Int64: String] = [:]
    }

    mutating func findStandings(of node: Int) {
        let records = self.journals[node].records
        var reading = Reading()
        for place in records.indices {
            let record = records[place]
            let time = max(reading.last, record.time.nanoseconds)
            if record.run != reading.run { self.beginRun(at: place, time, of: node, &reading) }
            reading.last = time
            self.read(record, at: time, of: node, &reading)
        }
    }

    /// The first transition of each instance in this run says what it was before.
    private mutating func beginRun(at place: Int, _ time: Int64, of node: Int, _ reading: inout Reading) {
        let records = self.journals[node].records
        let isFirst = reading.run == nil
        let wasStopped = reading.isStopped
        let before = reading.states
        reading.run = records[place].run
        reading.isStopped = false
        reading.downs = [:]
        var firsts: [String: JournalRecord] = [:]
        for record in records[place...].prefix(while: { $0.run == records[place].run }) {
            if let name = record.instance, record.states != nil, firsts[name] == nil { firsts[name] = record }
        }
        let isResumed = firsts.values.contains { $0.members["why"]?.string == "resumed" }
        if !isFirst, !wasStopped, !isResumed { self.restarts.append(Restart(node: node, at: time)) }
        for name in Set(firsts.keys).union(before.keys).sorted() {
            guard let router = self.router(name) else { continue }
            let first = firsts[name]
            // A process that took up the place of the one before it did not let go of anything.
            if !isFirst, isResumed, first == nil || first?.members["why"]?.string == "resumed" { continue }
            if !isFirst, !wasStopped { self.stand(.unknown, node, router, at: reading.last) }
            reading.failing[name] = nil
            reading.states[name] = first?.states?.from ?? (isResumed ? before[name] : "initialize")
            self.stand(Self.standing(of: name, reading), node, router, at: time)
        }
    }

    private mutating func read(_ record: JournalRecord, at time: Int64, of node: Int, _ reading: inout Reading) {
        switch record.kind {
        case "stop_requested":
            reading.isStopped = true
        case "health":
            guard let check = record.members["check"]?.string else { return }
            if record.members["to"]?.string == "down" {
                if let id = record.id { reading.downs[id] = check }
                return
            }
            for name in reading.failing.keys.sorted() where reading.failing[name]?.remove(check) != nil {
                guard let router = self.router(name) else { continue }
                self.stand(Self.standing(of: name, reading), node, router, at: time)
            }
        case "priority":
            guard let name = record.instance, let router = self.router(name), let cause = record.cause,
                let check = reading.downs[cause], let from = record.members["from"]?.integer,
                let to = record.members["to"]?.integer, to < from
            else { return }
            reading.failing[name, default: []].insert(check)
            self.stand(Self.standing(of: name, reading), node, router, at: time)
        case "transition":
            guard let name = record.instance, let states = record.states, let router = self.router(name) else { return }
            reading.states[name] = states.to
            self.stand(Self.standing(of: name, reading), node, router, at: time)
        case "addresses_set":
            guard let name = record.instance, let router = self.router(name), self.routers[router].address.isEmpty,
                let address = record.members["addresses"]?.array?.first?.string
            else { return }
            let bare = String(address.prefix { $0 != "/" && $0 != " " })
            self.routers[router].address = OutcomeSanitizer.line(bare, limit: 64)
        default:
            return
        }
    }

    private static func standing(of name: String, _ reading: Reading) -> Timeline.Standing {
        switch reading.states[name] {
        case "master", "resigning": reading.failing[name]?.isEmpty ?? true ? .holding : .unfit
        case "backup": .waiting
        case "fault": .fault
        case "initialize": .off
        default: .unknown
        }
    }
}
