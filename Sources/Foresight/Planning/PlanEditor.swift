import Checks
import Configuration
import VRRP

/// Turns a plan into changes of the lines of the nodes' files: of nothing but the numbers behind `priority` and
/// `weight`, and new lines where one of the words is missing.
package struct PlanEditor {
    private let cluster: Cluster
    private let plan: WeightPlan
    /// The lines of every file, without their ends.
    private let lines: [String: [[UInt8]]]

    /// - Parameter lines: Of every file that ``files(of:)`` names.
    package init(_ cluster: Cluster, _ plan: WeightPlan, lines: [String: [[UInt8]]]) {
        self.cluster = cluster
        self.plan = plan
        self.lines = lines
    }

    /// The files that hold what a plan can change.
    package static func files(of cluster: Cluster) -> [String] {
        var files: Set<String> = []
        for node in cluster.nodes {
            for instance in node.configuration.instances {
                files.insert(instance.location.file)
                let block = node.origins.block("vrrp_instance", instance.name)
                for location in [block.location, block.location(of: ["priority"])] {
                    if let location { files.insert(location.file) }
                }
                for tracked in instance.trackedChecks {
                    if let location = Self.entry(of: tracked.name, instance, node)?.location {
                        files.insert(location.file)
                    }
                }
                for tracked in instance.trackedInterfaces {
                    if let location = Self.interfaceEntry(of: tracked.name, instance, node)?.location {
                        files.insert(location.file)
                    }
                }
            }
            for check in node.configuration.checks {
                files.insert(check.location.file)
                let block = Self.block(of: check, node)
                for location in [block?.location, block?.location(of: ["weight"])] {
                    if let location { files.insert(location.file) }
                }
            }
        }
        return files.sorted()
    }

    /// In the order of files and lines; each place once.
    ///
    /// - Throws: Where a value stands where it cannot be changed for this node alone.
    package func edits() throws(EditFailure) -> [TextEdit] {
        var edits: [TextEdit] = []
        for planned in self.plan.routers {
            for (member, priority) in zip(planned.router.members, planned.priorities) {
                let node = self.cluster.nodes[member.node]
                let instance = node.configuration.instances[member.instance]
                if instance.router.basePriority != priority {
                    edits.append(try self.priority(priority, of: instance, node))
                }
                edits += try self.weights(of: instance, as: self.plan.cluster.instance(of: member), node)
            }
        }
        return try Self.unique(edits)
    }

    private func priority(
        _ priority: Priority,
        of instance: InstanceConfiguration,
        _ node: ClusterNode
    ) throws(EditFailure) -> TextEdit {
        let block = node.origins.block("vrrp_instance", instance.name)
        let purpose = "priority of \(instance.name)"
        if let location = block.location(of: ["priority"]) {
            let range = try self.value(behind: "priority", at: location, purpose)
            return TextEdit(
                file: location.file,
                line: location.line,
                change: .replace(range, "\(priority)"),
                node: node.name,
                purpose: purpose
            )
        }
        return try self.insertion(
            "priority \(priority)",
            before: block.location(of: ["virtual_router_id"]),
            node,
            purpose,
            in: instance.location
        )
    }

    /// - Parameter target: The instance as the plan would have it.
    private func weights(
        of instance: InstanceConfiguration,
        as target: InstanceConfiguration,
        _ node: ClusterNode
    ) throws(EditFailure) -> [TextEdit] {
        var edits: [TextEdit] = []
        for (tracked, planned) in zip(instance.trackedChecks, target.trackedChecks) {
            let weight = planned.weight
            guard weight != tracked.weight,
                let check = node.configuration.checks.first(where: { $0.name == tracked.name })
            else { continue }
            let purpose = "weight of \(tracked.name)"
            if let entry = Self.entry(of: tracked.name, instance, node),
                let edit = try self.entryWeight(weight, entry, node, purpose)
            {
                edits.append(edit)
            } else {
                edits.append(try self.definitionWeight(weight, check, node, purpose))
            }
        }
        for (tracked, planned) in zip(instance.trackedInterfaces, target.trackedInterfaces) {
            let weight = planned.weight
            guard weight != tracked.weight else { continue }
            let purpose = "weight of interface \(tracked.name)"
            guard let entry = Self.interfaceEntry(of: tracked.name, instance, node) else {
                throw EditFailure(
                    location: instance.location,
                    message: "cannot find where \(instance.name) tracks interface \(tracked.name)",
                    fix: "write weight \(weight.value) behind it"
                )
            }
            if let edit = try self.entryWeight(weight, entry, node, purpose) {
                edits.append(edit)
            } else {
                let end = try self.end(of: entry.name, at: entry.location, purpose)
                edits.append(
                    TextEdit(
                        file: entry.location.file,
                        line: entry.location.line,
                        change: .replace(end..<end, " weight \(weight.value)"),
                        node: node.name,
                        purpose: purpose
                    )
                )
            }
        }
        return edits
    }

    /// A line of `track_script` and its like; nil if it has no weight of its own.
    private func entryWeight(
        _ weight: CheckWeight,
        _ entry: Entry,
        _ node: ClusterNode,
        _ purpose: String
    ) throws(EditFailure) -> TextEdit? {
        let line = self.line(entry.location)
        let end = try self.end(of: entry.name, at: entry.location, purpose)
        guard let word = Self.word(in: line, from: end), line[word].elementsEqual("weight".utf8) else { return nil }
        guard let number = Self.word(in: line, from: word.upperBound) else { return nil }
        return TextEdit(
            file: entry.location.file,
            line: entry.location.line,
            change: .replace(number, "\(weight.value)"),
            node: node.name,
            purpose: purpose
        )
    }

    private func definitionWeight(
        _ weight: CheckWeight,
        _ check: CheckDefinition,
        _ node: ClusterNode,
        _ purpose: String
    ) throws(EditFailure) -> TextEdit {
        let block = Self.block(of: check, node)
        if let location = block?.location(of: ["weight"]) {
            let range = try self.value(behind: "weight", at: location, purpose)
            return TextEdit(
                file: location.file,
                line: location.line,
                change: .replace(range, "\(weight.value)"),
                node: node.name,
                purpose: purpose
            )
        }
        return try self.insertion(
            "weight \(weight.value)\(weight.reverse ? " reverse" : "")",
            before: block?.location(of: [Self.plugin(of: check)]),
            node,
            purpose,
            in: check.location
        )
    }

    /// A new line before another of the same block, indented like it.
    private func insertion(
        _ text: String,
        before location: SourceLocation?,
        _ node: ClusterNode,
        _ purpose: String,
        in place: SourceLocation
    ) throws(EditFailure) -> TextEdit {
        guard let location, let line = self.lines[location.file]?[safe: location.line - 1],
            // What stands before the word is its indentation, or the line is not the word's own.
            line.prefix(max(0, location.column - 1)).allSatisfy(Self.isBlank)
        else {
            throw EditFailure(
                location: location ?? place,
                message: "there is no place for the \(purpose) that can be found",
                fix: "write \(text) into its block"
            )
        }
        let indentation = String(decoding: line.prefix(max(0, location.column - 1)), as: UTF8.self)
        return TextEdit(
            file: location.file,
            line: location.line,
            change: .insert(indentation + text),
            node: node.name,
            purpose: purpose
        )
    }
}

extension PlanEditor {
    private struct Entry {
        var name: String
        var location: SourceLocation
    }

    /// Where an instance, or its sync group, names a check.
    private static func entry(of check: String, _ instance: InstanceConfiguration, _ node: ClusterNode) -> Entry? {
        self.entry(of: check, in: ["track_script", "track_process", "track_file"], instance, node)
    }

    private static func interfaceEntry(
        of interface: String,
        _ instance: InstanceConfiguration,
        _ node: ClusterNode
    ) -> Entry? {
        self.entry(of: interface, in: ["track_interface"], instance, node)
    }

    private static func entry(
        of name: String,
        in words: [String],
        _ instance: InstanceConfiguration,
        _ node: ClusterNode
    ) -> Entry? {
        var blocks = [node.origins.block("vrrp_instance", instance.name)]
        if let group = Candidate.group(of: instance, in: node.configuration) {
            blocks.append(node.origins.block("vrrp_sync_group", group.name))
        }
        return blocks.lazy.compactMap { $0.location(of: name, in: words) }.first.map { Entry(name: name, location: $0) }
    }

    private static func block(of check: CheckDefinition, _ node: ClusterNode) -> OriginBlock? {
        switch check.origin {
        case .check: node.origins.block("check", check.name)
        case .script: node.origins.block("vrrp_script", check.name)
        case .trackProcess: node.origins.block("vrrp_track_process", check.name)
        case .trackFile: node.origins.block("vrrp_track_file", check.name)
        }
    }

    /// The word of a check's block that must be there.
    private static func plugin(of check: CheckDefinition) -> String {
        switch check.origin {
        case .check: check.kind
        case .script: "script"
        case .trackProcess: "process"
        case .trackFile: "file"
        }
    }

    private func line(_ location: SourceLocation) -> [UInt8] {
        self.lines[location.file]?[safe: location.line - 1] ?? []
    }

    /// The bytes of the first word behind a keyword.
    private func value(
        behind keyword: String,
        at location: SourceLocation,
        _ purpose: String
    ) throws(EditFailure) -> Range<Int> {
        let end = try self.end(of: keyword, at: location, purpose)
        guard let word = Self.word(in: self.line(location), from: end) else {
            throw self.unreadable(keyword, location, purpose)
        }
        return word
    }

    /// Behind a word that is to stand at this place.
    private func end(of word: String, at location: SourceLocation, _ purpose: String) throws(EditFailure) -> Int {
        let line = self.line(location)
        let start = location.column - 1
        let quoted = ["\"\(word)\"", "'\(word)'", word].first { line.dropFirst(max(0, start)).starts(with: $0.utf8) }
        guard start >= 0, let quoted else { throw self.unreadable(word, location, purpose) }
        return start + quoted.utf8.count
    }

    private func unreadable(_ word: String, _ location: SourceLocation, _ purpose: String) -> EditFailure {
        EditFailure(
            location: location,
            message: "the \(purpose) does not stand here as it is written: it comes from a definition",
            fix: "write \(word) and its number in the block itself"
        )
    }

    /// The next word of a line, before a comment and before a brace.
    private static func word(in line: [UInt8], from start: Int) -> Range<Int>? {
        guard let first = line.indices.dropFirst(start).first(where: { !self.isBlank(line[$0]) }) else { return nil }
        let stops = Array("#!{}".utf8)
        guard !stops.contains(line[first]) else { return nil }
        let end = line.indices.dropFirst(first).first { self.isBlank(line[$0]) || line[$0] == UInt8(ascii: "}") }
        return first..<(end ?? line.count)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    /// One edit for each place; two that differ are what no file can hold.
    private static func unique(_ edits: [TextEdit]) throws(EditFailure) -> [TextEdit] {
        struct Place: Hashable {
            var file: String
            var line: Int
            /// −1 of a new line.
            var start: Int
            /// Of a new line; empty of a replacement.
            var purpose: String
        }
        var known: [Place: TextEdit] = [:]
        for edit in edits {
            let place: Place =
                switch edit.change {
                case .replace(let range, _):
                    Place(file: edit.file, line: edit.line, start: range.lowerBound, purpose: "")
                case .insert: Place(file: edit.file, line: edit.line, start: -1, purpose: edit.purpose)
                }
            if let other = known[place], other.change != edit.change {
                throw EditFailure(
                    location: SourceLocation(file: edit.file, line: edit.line, column: max(1, place.start + 1)),
                    message: "the \(other.purpose) of \(other.node) and the \(edit.purpose) of \(edit.node) "
                        + "stand here, and must differ",
                    fix: "write a line for each node, with @\(other.node) and @\(edit.node) before it"
                )
            }
            known[place] = edit
        }
        return known.sorted {
            ($0.key.file, $0.key.line, $0.key.start, $0.key.purpose)
                < ($1.key.file, $1.key.line, $1.key.start, $1.key.purpose)
        }.map(\.value)
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { self.indices.contains(index) ? self[index] : nil }
}
