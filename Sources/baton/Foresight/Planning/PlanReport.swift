import ArgumentParser
import Checks
import Configuration
import Foresight
import VRRP

/// A plan, what it changes, and what is left to be said.
struct PlanReport {
    private let plan: WeightPlan
    private let cluster: Cluster

    private struct Change {
        var file: PatchedFile
        var diff: UnifiedDiff
    }

    init(plan: WeightPlan, of cluster: Cluster) {
        self.plan = plan
        self.cluster = cluster
    }

    /// - Throws: Exit code 4 where the files cannot be changed, 1 where the plan is no good.
    func print(as format: ListFormat) throws {
        try Self.judge(self.plan.proofs)
        let changes = try self.changes()
        let proofs = self.plan.proofs(of: try self.patched(changes))
        try Self.judge(proofs)
        let diffs = changes.sorted { $0.key < $1.key }.map(\.value.diff)
        switch format {
        case .text: StandardOutput.print(self.text(diffs, remarks: Self.refutations(in: proofs) { $0 != .notice }))
        case .json: StandardOutput.print(self.document(diffs, proofs).indented())
        }
    }

    /// - Throws: Exit code 1 where a property does not hold that priorities and weights decide.
    private static func judge(_ proofs: [RouterProof]) throws {
        let refuted = Self.refutations(in: proofs) { $0 == .error }
        // Those are of checks and groups, and no priority or weight changes them.
        guard !refuted.allSatisfy({ $0.property == .stable || $0.property == .group }) else { return }
        StandardError.print("no plan: with the weights found, a property still does not hold")
        for finding in refuted { StandardError.print("    \(finding.text)") }
        throw ExitCode(1)
    }

    /// What the files will say, and not what the plan says of them, is what is proved.
    ///
    /// - Throws: Exit code 4 where the two are not the same.
    private func patched(_ changes: [String: Change]) throws -> Cluster {
        let patched = PatchedCluster(self.cluster, changes.mapValues(\.file))
        for diagnostic in patched.diagnostics { StandardError.print(diagnostic.rendered()) }
        let difference = patched.cluster.map { self.plan.difference(to: $0) } ?? "a node's configuration has errors"
        guard let cluster = patched.cluster, difference == nil else {
            StandardError.print(
                "the patch would not make what was planned: \(difference ?? "")\n"
                    + "    fix: write priorities and weights as numbers into the blocks they belong to"
            )
            throw ExitCode(4)
        }
        return cluster
    }

    private struct Finding {
        var property: Property
        var text: String
    }

    private static func refutations(
        in proofs: [RouterProof],
        where isMeant: (Refutation.Gravity) -> Bool
    ) -> [Finding] {
        proofs.flatMap { proof in
            proof.findings.compactMap { finding in
                guard let refutation = finding.verdict.refutation, isMeant(refutation.gravity) else { return nil }
                let number = finding.property.rawValue
                return Finding(
                    property: finding.property,
                    text: "\(number) \(refutation.gravity.rawValue) of \(proof.router.name): \(refutation.summary)"
                )
            }
        }
    }

    /// By the path of the file.
    private func changes() throws -> [String: Change] {
        var texts: [String: [UInt8]] = [:]
        for file in PlanEditor.files(of: self.cluster) {
            guard let bytes = TextFile.bytes(of: file) else { continue }
            texts[file] = bytes
        }
        let edits: [TextEdit]
        do throws(EditFailure) {
            edits = try PlanEditor(self.cluster, self.plan, lines: texts.mapValues { UnifiedDiff.lines(of: $0) })
                .edits()
        } catch {
            let place = error.location.map { "\($0): " } ?? ""
            StandardError.print("\(place)\(error.message)\n    fix: \(error.fix)")
            throw ExitCode(4)
        }
        var changes: [String: Change] = [:]
        for (file, edits) in Dictionary(grouping: edits, by: \.file) {
            let text = texts[file] ?? []
            let diff = UnifiedDiff(path: file, text: text, edits: edits)
            changes[file] = Change(file: PatchedFile(before: text, after: diff.result), diff: diff)
        }
        return changes
    }

    private func text(_ diffs: [UnifiedDiff], remarks: [Finding]) -> String {
        var lines: [String] = []
        for planned in self.plan.routers {
            let nodes = planned.order.map { position in
                let member = planned.router.members[position]
                return "\(self.cluster.nodes[member.node].name) "
                    + Self.change(self.cluster.instance(of: member).router.basePriority, planned.priorities[position])
            }
            lines.append("\(planned.router.name): \(nodes.joined(separator: ", "))")
        }
        var table = Table(["check", "severity", "weight", "was"])
        for check in self.plan.checks {
            table.add([check.name, check.severity?.rawValue ?? "fault", "\(check.weight.value)", self.was(check)])
        }
        if !self.plan.checks.isEmpty { lines.append(table.text) }
        lines.append(
            self.plan.checks.contains { $0.severity != nil }
                ? "proved: every failover wins by \(self.plan.margin) or more" : "proved"
        )
        lines += remarks.map { "remains: \($0.text)" }
        if diffs.isEmpty { lines.append("nothing to change") }
        return lines.joined(separator: "\n") + (diffs.isEmpty ? "" : "\n\n" + diffs.map(\.text).joined().trimmedNewline)
    }

    private static func change(_ before: Priority, _ after: Priority) -> String {
        before == after ? "\(after)" : "\(after) (was \(before))"
    }

    /// The weights it has now, each once.
    private func was(_ check: PlannedCheck) -> String {
        var weights: [String] = []
        for instance in self.cluster.nodes.flatMap(\.configuration.instances) {
            let tracked =
                instance.trackedChecks.filter { $0.name == check.name }.map(\.weight)
                + instance.trackedInterfaces.filter { "interface \($0.name)" == check.name }.map(\.weight)
            for weight in tracked where !weights.contains("\(weight.value)") { weights.append("\(weight.value)") }
        }
        return weights.joined(separator: ", ")
    }

    private func document(_ diffs: [UnifiedDiff], _ proofs: [RouterProof]) -> JSONValue {
        .object([
            "schema": .string("weights/v1"),
            "feasible": .boolean(true),
            "margin": .number(Double(self.plan.margin)),
            "routers": .array(self.plan.routers.map(self.object)),
            "checks": .array(
                self.plan.checks.map { check in
                    .object([
                        "name": .string(check.name),
                        "severity": .string(check.severity?.rawValue ?? "fault"),
                        "weight": .number(Double(check.weight.value)),
                        "reverse": .boolean(check.weight.reverse),
                    ])
                }
            ),
            "remarks": .array(Self.refutations(in: proofs) { $0 != .notice }.map { .string($0.text) }),
            "patch": .string(diffs.map(\.text).joined()),
        ])
    }

    private func object(_ planned: PlannedRouter) -> JSONValue {
        .object([
            "name": .string(planned.router.name),
            "nodes": .array(
                planned.order.map { position in
                    let member = planned.router.members[position]
                    let before = self.cluster.instance(of: member).router.basePriority
                    return .object([
                        "name": .string(self.cluster.nodes[member.node].name),
                        "priority": .number(Double(planned.priorities[position].rawValue)),
                        "was": .number(Double(before.rawValue)),
                    ])
                }
            ),
        ])
    }

    static func document(of failure: PlanFailure) -> JSONValue {
        .object([
            "schema": .string("weights/v1"),
            "feasible": .boolean(false),
            "proof": .array(failure.lines.map(JSONValue.string)),
            "fix": .string(failure.fix),
        ])
    }
}

extension String {
    fileprivate var trimmedNewline: String { self.last == "\n" ? String(self.dropLast()) : self }
}
