/// What came of a drill, for programs: `drill/v1`.
struct DrillAnswer: Codable {
    var schema = "drill/v1"
    var instance: String
    /// `returned`, or why it ended otherwise.
    var end: String?
    var text: String?
    var successor: String?
    /// From priority 0 to the first advertisement of the successor.
    var handoverMs: Double?
    /// From asking for the return to being master.
    var returnMs: Double?
    var probe: ProbeOutage?

    init(_ drill: DrillDocument, _ outage: ProbeOutage?) {
        self.instance = drill.instance
        self.end = drill.end
        self.text = drill.text
        self.successor = drill.successor
        self.handoverMs = drill.handoverUs.map { Double($0) / 1000 }
        self.returnMs = drill.returnUs.map { Double($0) / 1000 }
        self.probe = outage
    }
}
