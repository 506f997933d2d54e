import Foresight

/// A timeline as a picture that needs nothing beside it: SVG 1.1, readable on light and on dark ground.
struct TimelineDrawing {
    let timeline: Timeline
    private let clock: TimelineClock

    init(_ timeline: Timeline) {
        self.timeline = timeline
        self.clock = TimelineClock(timeline)
    }

    private static let width = 960
    private static let laneHeight = 22
    private var left: Int { 24 + 7 * (self.timeline.nodes.map(\.count).max() ?? 0).clamped(to: 4...24) }
    private var plotWidth: Int { Self.width - self.left - 16 }

    var text: String {
        var body: [String] = []
        var y = 20
        let moves = self.timeline.moves
        for (number, router) in self.timeline.routers.enumerated() {
            body.append(self.label(router.name + (router.address.isEmpty ? "" : "  \(router.address)"), 8, y + 4, "h"))
            y += 14
            let top = y
            for node in router.members {
                body.append(self.label(self.timeline.nodes[node], 8, y + 15))
                body += self.timeline.spans.filter { span in
                    span.router == number && span.node == node && span.standing != .off
                }.map { self.bar($0, y) }
                y += Self.laneHeight
            }
            body += self.incidents.enumerated().map { self.line(of: $1, number: $0 + 1, from: top, to: y) }
            body += moves.filter { $0.router == number }.map { self.edge(of: $0, from: top, to: y) }
            y += 16
            body += self.axis(y)
            y += 30
        }
        body += self.legend(y)
        y += 24
        for (text, style) in self.sentences {
            for line in Self.wrapped(text) {
                body.append(self.label(line, 8, y, style))
                y += 16
            }
        }
        let height = y + 8
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(height)" width="\(Self.width)" \
            height="\(height)" role="img">
            <title>Who has the addresses</title>
            <style>
            svg { background: #fff; } text { font: 12px sans-serif; fill: #222; } .h { font-weight: bold; }
            .i { fill: #a04000; } .o { fill: #b00020; } .a { fill: #666; font-size: 10px; } line { stroke: #a04000; }
            .e { stroke: #222; } .t { stroke: #666; } .holding { fill: #2e7d32; } .unfit { fill: #e0a000; } .waiting { fill: #b8c4d0; }
            .fault { fill: #c62828; } .unknown { fill: none; stroke: #888; stroke-dasharray: 2 3; }
            @media (prefers-color-scheme: dark) {
            svg { background: #161a1e; } text { fill: #e4e6e8; } .i { fill: #ffb070; } .o { fill: #ff8a80; }
            .a { fill: #9aa4ae; } line { stroke: #ffb070; } .e { stroke: #e4e6e8; } .holding { fill: #66bb6a; }
            .waiting { fill: #46525e; } .fault { fill: #ef5350; }
            }
            </style>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

    /// What happened, what came of it, and what it cost.
    private var sentences: [(text: String, style: String?)] {
        var sentences: [(String, String?)] = []
        for (number, incident) in self.incidents.enumerated() {
            sentences.append(
                ("\(number + 1)  \(self.clock.text(incident.at))  \(self.place(of: incident))\(incident.text)", "i")
            )
        }
        for move in self.timeline.moves {
            let text =
                "\(self.clock.text(move.at))  \(self.timeline.routers[move.router].name): "
                + "\(self.name(move.from)) → \(self.name(move.to)): \(move.cause)"
            sentences.append((text, nil))
        }
        for outage in self.timeline.outages {
            let length = outage.to == nil ? "not over" : Milliseconds(outage.length).text
            let router = self.timeline.routers[outage.router].name
            let text = "\(self.clock.text(outage.from))  \(router): outage, \(length): \(outage.cause)"
            sentences.append((text, "o"))
        }
        for split in self.timeline.splits {
            let nodes = split.nodes.map { self.timeline.nodes[$0] }.joined(separator: " and ")
            let router = self.timeline.routers[split.router].name
            sentences.append(("\(self.clock.text(split.from))  \(router): split brain, \(nodes)", "o"))
        }
        // Of a play the page tells them; of what was recorded they say what the picture leaves out.
        if self.timeline.origin != nil { sentences += self.timeline.notes.map { ($0, nil) } }
        return sentences
    }

    /// Lines that fit the picture, broken between words.
    private static func wrapped(_ text: String) -> [String] {
        let limit = 140
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + word.count + 1 > limit {
                lines.append(line)
                line = "       \(word)"
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    private func legend(_ y: Int) -> [String] {
        var x = 8
        return TimelineLegend.names(of: self.timeline).flatMap { standing, name in
            defer { x += 34 + 7 * name.count }
            return [
                "<rect class=\"\(standing.rawValue)\" x=\"\(x)\" y=\"\(y - 9)\" width=\"12\" height=\"12\"/>",
                self.label(name, x + 17, y + 1),
            ]
        }
    }

    private var incidents: [Timeline.Event] { self.timeline.events.filter { $0.kind == .incident } }

    private func x(_ time: Duration) -> Int {
        let end = max(1, self.timeline.end.milliseconds)
        return self.left + Int(Double(self.plotWidth) * min(1, max(0, time.milliseconds / end)))
    }

    private func bar(_ span: Timeline.Span, _ y: Int) -> String {
        let x = self.x(span.from)
        let words =
            "\(self.timeline.nodes[span.node]) \(span.standing.rawValue) "
            + "\(self.clock.text(span.from)) – \(self.clock.text(span.to))"
        return "<rect class=\"\(span.standing.rawValue)\" x=\"\(x)\" y=\"\(y + 3)\" "
            + "width=\"\(max(1, self.x(span.to) - x))\" height=\"\(Self.laneHeight - 6)\">"
            + "<title>\(XMLText.content(words))</title></rect>"
    }

    private func line(of incident: Timeline.Event, number: Int, from top: Int, to bottom: Int) -> String {
        let x = self.x(incident.at)
        return "<line x1=\"\(x)\" y1=\"\(top)\" x2=\"\(x)\" y2=\"\(bottom + 2)\" stroke-dasharray=\"3 2\">"
            + "<title>\(XMLText.content(self.place(of: incident) + incident.text))</title></line>"
            + self.label("\(number)", x - 3, bottom + 12, "i")
    }

    private func edge(of move: Timeline.Move, from top: Int, to bottom: Int) -> String {
        let x = self.x(move.at)
        let words = "\(self.name(move.from)) → \(self.name(move.to)): \(move.cause)"
        return "<line class=\"e\" x1=\"\(x)\" y1=\"\(top)\" x2=\"\(x)\" y2=\"\(bottom)\">"
            + "<title>\(XMLText.content(words))</title></line>"
    }

    private func axis(_ y: Int) -> [String] {
        TimelineAxis(self.timeline, atMost: 10).ticks.flatMap { tick in
            let x = self.x(tick.at)
            return [
                "<line class=\"t\" x1=\"\(x)\" y1=\"\(y - 2)\" x2=\"\(x)\" y2=\"\(y + 2)\"/>",
                self.label(tick.label, x, y + 12, "a"),
            ]
        }
    }

    private func label(_ text: String, _ x: Int, _ y: Int, _ style: String? = nil) -> String {
        let style = style.map { " class=\"\($0)\"" } ?? ""
        return "<text x=\"\(x)\" y=\"\(y)\"\(style) xml:space=\"preserve\">\(XMLText.content(text))</text>"
    }

    /// The sentences of a scenario name their node themselves.
    private func place(of event: Timeline.Event) -> String {
        guard self.timeline.origin != nil, let node = event.node else { return "" }
        return "\(self.timeline.nodes[node]): "
    }

    private func name(_ node: Int?) -> String { node.map { self.timeline.nodes[$0] } ?? "nobody" }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
