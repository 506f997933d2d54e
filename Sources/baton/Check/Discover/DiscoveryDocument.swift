/// `baton check discover --format json`.
struct DiscoveryDocument: Encodable {
    struct Candidate: Encodable {
        var check: String
        var kind: String
        var arguments: [String]
        var why: String
    }

    struct File: Encodable {
        var file: String
        var text: String
        var checks: [Candidate]
    }

    var schema = "check-discover/v1"
    var files: [File]
    /// Running services of systemd that listen on nothing.
    var otherUnits: [String]

    init(_ candidates: [Candidates], otherUnits: [String]) {
        self.files = candidates.map { group in
            File(
                file: "\(group.name).conf",
                text: group.text,
                checks: group.drafts.map {
                    Candidate(
                        check: $0.name,
                        kind: $0.kind,
                        arguments: $0.arguments,
                        why: $0.comments.joined(separator: " ")
                    )
                }
            )
        }
        self.otherUnits = otherUnits
    }
}
