/// The main file of a node that is to be looked at.
struct LintSource {
    let node: String
    let path: String
    /// Whether it is read as on this machine, with nothing but what it includes; else as a copy
    /// of another machine's, by the name of the node.
    var isOfThisHost = false
    /// Whose `@id` lines are kept on this machine; nil = the host name's.
    var configurationID: String?
}
