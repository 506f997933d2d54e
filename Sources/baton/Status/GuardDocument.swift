/// One guard of an instance in the agent's answers.
struct GuardDocument: Decodable {
    /// The word that configures it.
    var `guard`: String
    var setting: String
    var inForce: Bool
    var text: String

    /// `guard all_unhealthy hold, in force: holds 192.0.2.1 …`
    var line: String { "guard \(self.guard) \(self.setting)\(self.inForce ? ", in force" : ""): \(self.text)" }
}
