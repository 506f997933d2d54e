import ArgumentParser
import Checks
import Configuration
import Foresight

/// Makes a scenario of the words of a command line, with the names of one cluster.
struct ScenarioReader {
    let cluster: Cluster

    /// - Throws: A validation error that names the option, what is known and what is nearest.
    func scenario(_ options: ScenarioOptions) throws -> Scenario {
        var words: [(word: OrderedWord, option: String, read: ((String) throws -> Incident)?)] = []
        func add(
            _ list: [OrderedWord],
            _ option: String,
            _ read: (@escaping (_ text: String, _ option: String) throws -> Incident)
        ) {
            words += list.map { ($0, option, { text in try read(text, option) }) }
        }
        words += options.at.map { ($0, "--at", nil) }
        add(options.fail, "--fail") { try self.result(.fail, $0, $1) }
        add(options.recover, "--recover") { try self.result(.pass, $0, $1) }
        add(options.unknown, "--unknown") { try self.result(.unknown, $0, $1) }
        add(options.crash, "--crash") { .crash(try self.node($0, $1, $0)) }
        add(options.stop, "--stop") { .stop(try self.node($0, $1, $0)) }
        add(options.start, "--start") { .start(try self.node($0, $1, $0)) }
        add(options.freeze, "--freeze") { .freeze(try self.node($0, $1, $0)) }
        add(options.thaw, "--thaw") { .thaw(try self.node($0, $1, $0)) }
        add(options.maintain, "--maintain") { .maintain(try self.node($0, $1, $0)) }
        add(options.unmaintain, "--unmaintain") { .unmaintain(try self.node($0, $1, $0)) }
        add(options.cut, "--cut") {
            let (first, second) = try self.pair($0, $1); return .cut(first, second)
        }
        add(options.heal, "--heal") {
            let (first, second) = try self.pair($0, $1); return .heal(first, second)
        }
        add(options.linkDown, "--link-down") { try self.link(false, $0, $1) }
        add(options.linkUp, "--link-up") { try self.link(true, $0, $1) }

        var scenario = Scenario()
        var at = Duration.zero
        for (word, option, read) in words.sorted(by: { $0.word.place < $1.word.place }) {
            guard let read else {
                at = try Self.time(word.text, option)
                continue
            }
            scenario.steps.append(Scenario.Step(at: at, try read(word.text)))
        }
        scenario.duration = try options.duration.map { try Self.time($0, "--for") }
        if let duration = scenario.duration, let late = scenario.steps.map(\.at).max(), late > duration {
            throw ValidationError(
                "--for \(options.duration ?? ""): ends before what --at puts at \(Milliseconds(late).text); play longer"
            )
        }
        return scenario
    }

    /// Every second of it is played.
    private static func time(_ text: String, _ option: String) throws -> Duration {
        let time = try TimeSpan.parse(text, of: option)
        guard time <= .seconds(31 * 86_400) else {
            throw ValidationError("\(option) \(text): expected at most 31d, as every second of it is played")
        }
        return time
    }

    private func result(_ status: CheckStatus, _ text: String, _ option: String) throws -> Incident {
        let (name, node) = try self.place(text, option, "check")
        let checks = self.cluster.nodes[node].configuration.checks
        guard let check = checks.first(where: { $0.name == name }) else {
            throw self.unknownName(name, text, option, "check of \(self.cluster.nodes[node].name)", checks.map(\.name))
        }
        guard check.mode != .disabled else {
            throw ValidationError(
                "\(option) \(text): check \(name) is disabled and never runs; set its mode to enforce"
            )
        }
        if CompositePlugin.members(of: check.options, kind: check.kind) != nil,
            let members = check.options.arguments.last
        {
            throw ValidationError(
                "\(option) \(text): check \(name) judges other checks; let those fail or pass, such as \(members)"
            )
        }
        return .result(status, check: name, node: node)
    }

    private func link(_ isUp: Bool, _ text: String, _ option: String) throws -> Incident {
        let (name, node) = try self.place(text, option, "interface")
        let names = ClusterSimulation.interfaces(of: self.cluster.nodes[node])
        guard names.contains(name) else {
            throw self.unknownName(name, text, option, "interface of \(self.cluster.nodes[node].name)", names)
        }
        return .link(interface: name, node: node, isUp: isUp)
    }

    private func node(_ name: String, _ option: String, _ text: String) throws -> Int {
        guard let node = self.cluster.nodes.firstIndex(where: { $0.name == name }) else {
            throw self.unknownName(name, text, option, "node", self.cluster.nodes.map(\.name))
        }
        return node
    }

    /// A name, the last `@`, a node.
    private func place(_ text: String, _ option: String, _ what: String) throws -> (name: String, node: Int) {
        guard let sign = text.lastIndex(of: "@"), sign > text.startIndex else {
            throw ValidationError("\(option) \(text): expected a \(what) and a node, as in: \(option) NAME@NODE")
        }
        let node = try self.node(String(text[text.index(after: sign)...]), option, text)
        return (String(text[..<sign]), node)
    }

    /// Names of nodes may have hyphens themselves.
    private func pair(_ text: String, _ option: String) throws -> (Int, Int) {
        var parts: (String, String)?
        for sign in text.indices where text[sign] == "-" {
            let names = (String(text[..<sign]), String(text[text.index(after: sign)...]))
            parts = parts ?? names
            let nodes = [names.0, names.1].map { name in self.cluster.nodes.firstIndex { $0.name == name } }
            guard let first = nodes[0], let second = nodes[1] else { continue }
            guard first != second else {
                throw ValidationError("\(option) \(text): a node always hears itself; name two nodes")
            }
            return (first, second)
        }
        guard let parts else {
            throw ValidationError("\(option) \(text): expected two nodes, as in: \(option) NODE-NODE")
        }
        _ = try self.node(parts.0, option, text)
        return (try self.node(parts.0, option, text), try self.node(parts.1, option, text))
    }

    private func unknownName(
        _ name: String,
        _ text: String,
        _ option: String,
        _ what: String,
        _ known: [String]
    ) -> ValidationError {
        let list = known.isEmpty ? "there is none" : "known: \(known.joined(separator: ", "))"
        // Every letter is near every other one.
        let nearest = name.count > 2 ? NearestWord.find(name, in: known).map { "; did you mean '\($0)'?" } : nil
        return ValidationError("\(option) \(text): no \(what) is named '\(name)' (\(list))\(nearest ?? "")")
    }
}
