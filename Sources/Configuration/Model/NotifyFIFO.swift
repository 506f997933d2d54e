package import Checks

/// A pipe in the file system that is told of every transition, and the program that reads it.
package struct NotifyFIFO: Hashable, Sendable {
    package var path: String
    /// Who owns it; nil = the agent's user.
    package var owner: ScriptUser?
    /// Run for as long as the agent runs, with the path behind its own arguments.
    package var reader: NotifyScript?
    /// `enable_script_security`, for the reader.
    package var demandsSafePath = false

    package init(path: String, owner: ScriptUser? = nil, reader: NotifyScript? = nil) {
        self.path = path
        self.owner = owner
        self.reader = reader
    }
}
