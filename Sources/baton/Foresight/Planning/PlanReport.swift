import ArgumentParser
import Checks
import Configuration
import Foresight
import VRRP

/// A plan, what it changes, and what is left to be said.
struct PlanReport {
    private let plan: WeightPlan
    private let cluster: Cluster
    private let folder: String

    private struct Change {
        var file: PatchedFile
        var diff: UnifiedDiff
    }

    /// - Parameter folder: The cluster's, as it was given.
    init(plan: WeightPlan, of cluster: Cluster, in folder: String) {
        self.folder = folder
        self.plan = plan
        self.cluster = cluster
    }

    /// - Throws: Exit code 4 where the files cannot be changed, ``PlanFailure`` where the plan is no good.
    func print(as format: ListFormat) throws {
        try self.judge(self.plan.proofs)
        let changes = try self.changes()
        let proofs = self.plan.proofs(of: try self.patched(changes))
        try self.judge(proofs)
        let diffs = changes.sorted { $0.key < $1.key }.map(\.value.diff)
        switch format {
        case .text:
            let isComplete = Self.refutations(in: proofs) { $0 == .error }.isEmpty
            let remarks = Self.refutations(in: proofs) { $0 != .notice }
            StandardOutput.print(self.text(remarks, isComplete: isComplete, changesNothing: diffs.isEmpty))
            if !diffs.isEmpty {
                LineOutput.standardOutput.write(Array("\n".utf8) + diffs.flatMap(\.bytes))
            }
        case .json:
            guard let patch = String(validating: diffs.flatMap(\.bytes), as: UTF8.self) else {
                throw Self.refused(
                    EditFailure(
                        location: nil,
                        message: "a changed file is not UTF-8, and JSON cannot hold a patch of it",
                        fix: "let it be printed as text: --format text"
                    )
                )
            }
            StandardOutput.print(self.document(patch, proofs).indented())
        }
    }

    /// - Throws: ``PlanFailure`` where a property does not hold that priorities and weights decide.
    private func judge(_ proofs: [RouterProof]) throws {
        if let failure = self.plan.failure(proofs) { throw failure }
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
        do throws(EditFailure) {
            return try self.changes(of: texts)
        } catch {
            throw Self.refused(error)
        }
    }

    private static func refused(_ failure: EditFailure) -> ExitCode {
        let place = failure.location.map { "\($0): " } ?? ""
        StandardError.print("\(place)\(failure.message)\n    fix: \(failure.fix)")
        return ExitCode(4)
    }

    private func changes(of texts: [String: [UInt8]]) throws(EditFailure) -> [String: Change] {
        let edits = try PlanEditor(self.cluster, self.plan, lines: texts.mapValues { UnifiedDiff.lines(of: $0) })
            .edits()
        let paths = PatchPaths(folder: self.folder)
        var changes: [String: Change] = [:]
        var files: [String: String] = [:]
        for (file, edits) in Dictionary(grouping: edits, by: \.file).sorted(by: { $0.key < $1.key }) {
            let name = try paths.name(of: file)
            if let other = files.updateValue(file, forKey: name) {
                throw EditFailure(
                    location: nil,
                    message: "\(other) and \(file) are one file, and a patch changes it once",
                    fix: "give each node a file of its own"
                )
            }
            let text = texts[file] ?? []
            let diff = UnifiedDiff(path: name, text: text, edits: edits)
            changes[file] = Change(file: PatchedFile(before: text, after: diff.result), diff: diff)
        }
        return changes
    }

    private func text(_ remarks: [Finding], isComplete: Bool, changesNothing: Bool) -> String {
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
            let weights = [self.plan.cluster, self.cluster].map { Self.weights(of: check, in: $0) }
            table.add([check.name, check.severity?.rawValue ?? "fault"] + weights)
        }
        if !self.plan.checks.isEmpty { lines.append(table.text) }
        let proved = isComplete ? "proved" : "proved but for what remains"
        lines.append(
            self.plan.checks.contains { $0.severity != nil }
                ? "\(proved): every failover wins by \(self.plan.margin) or more" : proved
        )
        lines += remarks.map { "remains: \($0.text)" }
        if changesNothing {
            lines.append("nothing to change")
        } else if !self.guesses.isEmpty {
            // The new weights may say something else, so the next plan is to be told.
            lines.append("severities of the present weights, to be stated from now on: \(self.options)")
        }
        return lines.joined(separator: "\n")
    }

    /// `web=major`, of severities that nobody stated.
    private var guesses: [String] {
        self.plan.checks.filter(\.isGuessed).compactMap { check in check.severity.map { "\(check.name)=\($0.rawValue)" }
        }
    }

    private var options: String {
        self.guesses.map { "--severity " + ($0.contains(" ") ? "'\($0)'" : $0) }.joined(separator: " ")
    }

    private static func change(_ before: Priority, _ after: Priority) -> String {
        before == after ? "\(after)" : "\(after) (was \(before))"
    }

    /// The weights it has, each once.
    private static func weights(of check: PlannedCheck, in cluster: Cluster) -> String {
        var weights: [String] = []
        for instance in cluster.nodes.flatMap(\.configuration.instances) {
            let tracked =
                instance.trackedChecks.filter { $0.name == check.name }.map(\.weight)
                + instance.trackedInterfaces.filter { "interface \($0.name)" == check.name }.map(\.weight)
            for weight in tracked {
                let text = "\(weight.value)\(weight.reverse ? " reverse" : "")"
                if !weights.contains(text) { weights.append(text) }
            }
        }
        return weights.joined(separator: ", ")
    }

    private func document(_ patch: String, _ proofs: [RouterProof]) -> JSONValue {
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
            "patch": .string(patch),
            "guessed": .array(self.guesses.map(JSONValue.string)),
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
