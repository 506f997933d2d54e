import Checker
import Checks
import Configuration

/// Proposes checks for what a machine runs. Pure: it asks nobody.
struct Discovery {
    private let plugins: [PluginDescription]
    private let loader: CheckLoader

    init(plugins: [PluginDescription]) {
        self.plugins = plugins
        self.loader = CheckLoader(plugins: plugins)
    }

    /// In the order of the services; all names are different, and every draft loads.
    func candidates(for machine: Machine) -> [Candidates] {
        var names: Set<String> = []
        var found: [Candidates] = []
        for service in machine.services where service.program.map(KnownService.ignored.contains) != true {
            var drafts: [DefinitionDraft] = []
            for var draft in [self.processCheck(service)].compactMap({ $0 }) + self.socketChecks(service) {
                guard self.loads(draft) else { continue }
                draft.name = Self.unique(draft.name, among: &names)
                drafts.append(draft)
            }
            if !drafts.isEmpty { found.append(Candidates(name: Self.name(of: service), drafts: drafts)) }
        }
        return found
    }

    private func loads(_ draft: DefinitionDraft) -> Bool {
        let text = DefinitionPage(draft).text
        return DraftValidation(text, of: draft, as: "\(draft.name).conf", with: self.loader).problems.isEmpty
    }

    /// The program runs. None for an interpreter without a unit: its name says nothing.
    private func processCheck(_ service: Service) -> DefinitionDraft? {
        guard let program = service.program else { return nil }
        let name = Self.name(of: service)
        let seen = service.executable.map { " (\($0))" } ?? ""
        let unit = service.unit.map { ", unit \($0)" } ?? ""
        if KnownService.interpreters.contains(program) {
            guard let unit = service.unit else { return nil }
            var draft = Self.observing("\(name)_process", kind: ProcessPlugin.kind, arguments: [])
            draft.settings = [.init(option: ProcessPlugin.Option.unit, words: [unit])]
            draft.comments = [
                "A process of \(unit) runs. \(program)\(seen) runs programs of many kinds, so it is known by its unit.",
                Self.watching,
            ]
            return draft
        }
        var draft = Self.observing("\(name)_process", kind: ProcessPlugin.kind, arguments: [program])
        draft.comments = ["\(program)\(seen) runs\(unit).", Self.watching]
        return draft
    }

    private func socketChecks(_ service: Service) -> [DefinitionDraft] {
        let known = service.program.flatMap(KnownService.init(program:))
        return Self.distinct(service.sockets).map { socket in
            let place = socket.isWildcard ? "all addresses, port \(socket.port)" : socket.target
            let fact = "\(service.program ?? "A program that cannot be seen") listens on \(place)"
            let name = service.program == nil ? "port" : Self.name(of: service)
            var plain = Self.observing("\(name)_\(socket.port)", kind: TCPPlugin.kind, arguments: [socket.target])
            plain.comments = ["\(fact)."]
            guard let question = known.map({ $0.question(port: socket.port) }) else { return plain }
            let asking = Self.asking(question, of: socket, name: name, fact: fact)
            // A checker of another version may lack an option.
            return self.loads(asking) ? asking : plain
        }
    }

    private static func asking(
        _ question: KnownService.Question,
        of socket: ListeningSocket,
        name: String,
        fact: String
    ) -> DefinitionDraft {
        switch question {
        case .http(let path, let usesTLS):
            let scheme = usesTLS ? "https" : "http"
            var draft = Self.observing(
                "\(name)_\(scheme)_\(socket.port)",
                kind: HTTPPlugin.kind,
                arguments: ["\(scheme)://\(socket.target)\(path)"]
            )
            draft.settings = [.init(option: HTTPPlugin.Option.expectStatus, words: ["200-399"])]
            draft.comments = [
                "\(fact). Choose a path that tells whether the service is well; / tells only that the server answers."
            ]
            if usesTLS { draft.comments.append("The certificate is verified: name its host with the option host.") }
            return draft
        case .conversation(let settings, let meaning):
            var draft = Self.observing("\(name)_\(socket.port)", kind: TCPPlugin.kind, arguments: [socket.target])
            draft.settings = settings
            draft.comments = ["\(fact); \(meaning)."]
            return draft
        }
    }

    private static let watching = "Its exit is noticed at once, not at the next poll."

    private static func observing(_ name: String, kind: String, arguments: [String]) -> DefinitionDraft {
        var draft = DefinitionDraft(name: name, kind: kind, arguments: arguments)
        draft.mode = .observe
        return draft
    }

    private static func name(of service: Service) -> String {
        if let program = service.program {
            if KnownService.interpreters.contains(program), let unit = service.unit {
                return CheckName.made(of: String(unit.dropLast(".service".count)))
            }
            return CheckName.made(of: program)
        }
        return "port_\(service.sockets.first?.port ?? 0)"
    }

    /// One for each port where a program listens on all addresses of both families, or on one port several times.
    private static func distinct(_ sockets: [ListeningSocket]) -> [ListeningSocket] {
        var distinct: [ListeningSocket] = []
        for socket in sockets {
            let isKnown = distinct.contains { other in
                other.port == socket.port
                    && (other.target == socket.target || other.isWildcard
                        || (Self.isLoopback(other) && Self.isLoopback(socket)))
            }
            if !isKnown { distinct.append(socket) }
        }
        return distinct
    }

    private static func isLoopback(_ socket: ListeningSocket) -> Bool {
        socket.address == "::1" || socket.address.hasPrefix("127.")
    }

    private static func unique(_ name: String, among names: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !names.insert(candidate).inserted {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}
