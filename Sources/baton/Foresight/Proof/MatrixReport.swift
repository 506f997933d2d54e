import ArgumentParser
import Checks
import Failover
import Foresight
import VRRP

enum MatrixReport {
    static func print(of cluster: Cluster, as format: SimulationFormat) throws {
        let matrices = Matrix.matrices(of: cluster)
        switch format {
        case .text: StandardOutput.print(matrices.map(self.text).joined(separator: "\n\n"))
        case .markdown: StandardOutput.print(matrices.map(self.markdown).joined(separator: "\n\n"))
        case .json: StandardOutput.print(self.document(matrices).indented())
        case .junit: StandardOutput.print(JUnitDocument(matrices.map(self.suite)).text)
        }
    }

    private static let header = ["check", "result", "on", "holder", "owner", "within", "priorities", ""]

    private static func title(_ matrix: Matrix) -> String {
        let nodes = matrix.candidates.map { "\($0.name) \($0.base)" }.joined(separator: ", ")
        return "\(matrix.router.name)  vrid \(matrix.router.identifier) \(matrix.router.family)  \(nodes)"
    }

    private static func cells(_ row: MatrixRow, _ candidates: [Candidate]) -> [String] {
        [
            row.check, row.result.rawValue, row.node.map { candidates[$0].name } ?? "all",
            candidates[row.holder].name, ProofWords.owner(row.owner, candidates),
            row.within?.shortSeconds ?? "-",
            row.standings.indices.map { self.priority(of: $0, in: row) }.joined(separator: " "),
            row.objection.map(self.words) ?? "",
        ]
    }

    /// One whose checks have failed may hold on with a priority, by `all_unhealthy hold`.
    private static func priority(of position: Int, in row: MatrixRow) -> String {
        let standing = row.standings[position]
        let holdsOn = row.owner == .candidate(position) && standing.staysMaster
        return standing.isFault && !holdsOn ? "FAULT" : "\(standing.effective)"
    }

    private static func words(_ objection: MatrixRow.Objection) -> String {
        switch objection {
        case .orphan: "nobody has the addresses"
        case .tie: "a tie: the higher address decides"
        case .stays: "has them although the check fails there"
        case .group(let other): "\(other) would be elsewhere, and a sync group moves as one"
        }
    }

    private static func text(_ matrix: Matrix) -> String {
        guard !matrix.rows.isEmpty else { return "\(self.title(matrix))\n  nothing is tracked" }
        var table = Table(self.header, indentation: "  ")
        for row in matrix.rows { table.add(self.cells(row, matrix.candidates)) }
        return "\(self.title(matrix))\n\(table.text)"
    }

    private static func markdown(_ matrix: Matrix) -> String {
        var lines = ["## \(self.escaped(self.title(matrix)))", ""]
        guard !matrix.rows.isEmpty else { return (lines + ["Nothing is tracked."]).joined(separator: "\n") }
        lines.append("| \(self.header.dropLast().joined(separator: " | ")) | remark |")
        lines.append("|\(String(repeating: "---|", count: self.header.count))")
        for row in matrix.rows {
            lines.append("| \(self.cells(row, matrix.candidates).map(self.escaped).joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n")
    }

    /// A name may hold what separates cells, ends lines, or is a tag.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "|", "\\", "`", "*", "[", "]": "\\\(scalar)"
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case "\u{2028}", "\u{2029}": " "
            default: scalar.properties.generalCategory == .control ? " " : "\(scalar)"
            }
        }.joined()
    }

    private static func document(_ matrices: [Matrix]) -> JSONValue {
        .object([
            "schema": .string("matrix/v1"),
            "routers": .array(
                matrices.map { matrix in
                    .object([
                        "name": .string(matrix.router.name),
                        "vrid": .number(Double(matrix.router.identifier.rawValue)),
                        "family": .string("\(matrix.router.family)"),
                        "rows": .array(matrix.rows.map { self.object($0, matrix.candidates) }),
                    ])
                }
            ),
        ])
    }

    private static func object(_ row: MatrixRow, _ candidates: [Candidate]) -> JSONValue {
        let owners: [JSONValue] =
            switch row.owner {
            case .candidate(let position): [.string(candidates[position].name)]
            case .tie(let positions): positions.map { .string(candidates[$0].name) }
            case .nobody: []
            }
        return .object([
            "check": .string(row.check),
            "result": .string(row.result == .cannotRun ? "cannot_run" : row.result.rawValue),
            "node": row.node.map { .string(candidates[$0].name) } ?? .null,
            "holder": .string(candidates[row.holder].name),
            "owner": owners.count == 1 ? owners[0] : .null,
            "owners": .array(owners),
            "within_seconds": row.within.map { .number($0.seconds) } ?? .null,
            "priorities": .object(
                Dictionary(
                    zip(candidates.map(\.name), row.standings).map { name, standing in
                        (name, standing.isFault ? JSONValue.null : .number(Double(standing.effective)))
                    }
                ) { first, _ in first }
            ),
            "objection": row.objection.map { .string(self.words($0)) } ?? .null,
        ])
    }

    private static func suite(_ matrix: Matrix) -> JUnitDocument.Suite {
        JUnitDocument.Suite(
            name: matrix.router.name,
            cases: matrix.rows.map { row in
                let node = row.node.map { " on \(matrix.candidates[$0].name)" } ?? " everywhere"
                let words = row.result == .pass ? "passes" : row.result == .fail ? "fails" : "cannot run"
                let owner = ProofWords.owner(row.owner, matrix.candidates)
                let outcome = "owner: \(owner)" + (row.within.map { " within \($0.shortSeconds)" } ?? "")
                return JUnitDocument.Case(
                    name: "\(row.check) \(words)\(node), \(matrix.candidates[row.holder].name) is master",
                    verdict: row.objection.map { .failed("\(outcome): \(self.words($0))", []) } ?? .passed(outcome)
                )
            }
        )
    }
}
