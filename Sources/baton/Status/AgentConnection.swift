import ArgumentParser
import Configuration
import FoundationEssentials

/// `--socket`, `--json`, and the exit code when nobody answers.
struct AgentConnection: ParsableArguments {
    @Flag(help: "Print the agent's answer as it is.")
    var json = false

    @Option(help: ArgumentHelp("The agent's control_socket.", valueName: "PATH"))
    var socket = GlobalConfiguration.defaultControlSocket

    /// No agent, or none that can be understood.
    static let unreachable = ExitCode(3)

    /// Asks, prints the raw answer if that is wanted, and decodes it.
    ///
    /// - Parameters:
    ///   - failure: The exit code when there is no answer.
    ///   - patience: How long to wait for it, in seconds.
    /// - Throws: `failure`, after a message, when there is no answer.
    func ask<Answer: Decodable>(
        _ request: String,
        for type: Answer.Type,
        orFailWith failure: ExitCode = Self.unreachable,
        patience: Int = 5
    ) throws -> Answer {
        try Self.ask(request, at: self.socket, for: type, orFailWith: failure, patience: patience, prints: self.json)
    }

    /// The same of any socket.
    static func ask<Answer: Decodable>(
        _ request: String,
        at socket: String,
        for type: Answer.Type,
        orFailWith failure: ExitCode = Self.unreachable,
        patience: Int = 5,
        prints: Bool = false
    ) throws -> Answer {
        do {
            let bytes = try ControlClient(path: socket, patience: patience).ask(request)
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let data = Data(bytes)
            if prints {
                var text = String(decoding: bytes, as: UTF8.self)
                if text.hasSuffix("\n") { text.removeLast() }
                StandardOutput.print(text)
            }
            do {
                return try decoder.decode(Answer.self, from: data)
            } catch {
                throw ControlError.notUnderstood("\(error)")
            }
        } catch let error as ControlError {
            StandardError.print("baton: \(error)")
            throw failure
        }
    }
}
