import Checks
import Failover
import Foresight
import VRRP

/// A timeline for programs; `Documentation/Simulation.md` describes it. Times are whole milliseconds.
struct TimelineDocument {
    let timeline: Timeline
    let budget: Duration?

    init(_ timeline: Timeline, budget: Duration?) {
        self.timeline = timeline
        self.budget = budget
    }

    var value: JSONValue {
        let timeline = self.timeline
        let holders = timeline.routers.map { ($0.name, self.node($0.holder)) }
        var members: [String: JSONValue] = [
            "settled": .boolean(timeline.isSettled),
            "end_ms": self.time(timeline.end),
            "moves": .array(timeline.moves.map(self.move)),
            "holders": .object(Dictionary(holders) { first, _ in first }),
            "outages": .array(timeline.outages.map(self.outage)),
            "violations": .array(timeline.splits.map(self.split) + self.exceeded),
            "timeline": .object([
                "spans": .array(timeline.spans.map(self.span)),
                "events": .array(timeline.events.map(self.event)),
            ]),
            "notes": .array(timeline.notes.map(JSONValue.string)),
        ]
        if let origin = timeline.origin {
            members["start"] = .string(origin.text)
            members["start_wall_us"] = .number(Double(origin.nanoseconds / 1000))
        }
        return .object(members)
    }

    private func time(_ time: Duration?) -> JSONValue {
        time.map { .number(Double(Milliseconds($0).number)) } ?? .null
    }

    private func node(_ node: Int?) -> JSONValue { node.map { .string(self.timeline.nodes[$0]) } ?? .null }

    private func instance(_ router: Int) -> JSONValue { .string(self.timeline.routers[router].name) }

    private func move(_ move: Timeline.Move) -> JSONValue {
        .object([
            "instance": self.instance(move.router),
            "from": self.node(move.from),
            "to": self.node(move.to),
            "at_ms": self.time(move.at),
            "cause": .string(move.cause),
        ])
    }

    private func outage(_ outage: Timeline.Outage) -> JSONValue {
        .object([
            "instance": self.instance(outage.router),
            "from_ms": self.time(outage.from),
            "to_ms": self.time(outage.to),
            "duration_ms": self.time(outage.length),
            "unheld_ms": self.time(outage.unheld),
            "unfit_ms": self.time(outage.unfit),
            "cause": .string(outage.cause),
        ])
    }

    private func split(_ split: Timeline.Split) -> JSONValue {
        .object([
            "kind": .string("split_brain"),
            "instance": self.instance(split.router),
            "nodes": .array(split.nodes.map(self.node)),
            "from_ms": self.time(split.from),
            "to_ms": self.time(split.to),
        ])
    }

    private var exceeded: [JSONValue] {
        guard let budget = self.budget else { return [] }
        return self.timeline.routers(exceeding: budget).map { router, outage in
            .object([
                "kind": .string("budget"),
                "instance": self.instance(router),
                "budget_ms": self.time(budget),
                "from_ms": self.time(outage.from),
                "to_ms": self.time(outage.to),
                "duration_ms": self.time(outage.length),
            ])
        }
    }

    private func span(_ span: Timeline.Span) -> JSONValue {
        .object([
            "instance": self.instance(span.router),
            "node": self.node(span.node),
            "from_ms": self.time(span.from),
            "to_ms": self.time(span.to),
            "standing": .string(span.standing.rawValue),
        ])
    }

    private func event(_ event: Timeline.Event) -> JSONValue {
        .object([
            "at_ms": self.time(event.at),
            "node": self.node(event.node),
            "instance": event.router.map(self.instance) ?? .null,
            "kind": .string(event.kind.rawValue),
            "text": .string(event.text),
        ])
    }
}
