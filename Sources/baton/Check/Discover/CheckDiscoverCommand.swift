import ArgumentParser
import Checker
import Checks
import Glibc

struct CheckDiscoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Propose checks for what runs on this machine.",
        discussion: """
            Looks at listening TCP ports, the programs that own them and the units of systemd; connects to nothing and \
            changes nothing. All candidates are mode observe: they run and are shown, and move nothing until somebody \
            says enforce. With --write they are written to a folder, one file a program; files and checks that are \
            there are left alone. As root it sees every program. Exit codes: 0 something was proposed, 1 nothing was, \
            64 wrong usage, 73 a file cannot be written.
            """
    )

    @Option(
        name: .customLong("write"),
        help: ArgumentHelp("Write the candidates to this folder.", valueName: "DIR"),
        completion: .directory
    )
    var folder: String?

    @Option(help: "How to print.")
    var format = ListFormat.text

    @Option(
        help: ArgumentHelp("A checker of your own to ask for plugins (default: BATON_CHECKER).", valueName: "PATH"),
        completion: .file()
    )
    var checker: String?

    func run() async throws {
        let plugins = try await CheckerChoice.made(option: self.checker).plugins
        var machine = Machine.inspect()
        machine.units = await SystemUnits.runningServices()
        let loader = CheckLoader(plugins: plugins)
        let folder = self.folder ?? CheckSources.defaultFolders.first { unsafe access($0, R_OK | X_OK) == 0 }
        let existing = folder.map { ExistingChecks(in: $0, loader: loader) }
        let all = Discovery(plugins: plugins).candidates(for: machine)
        let candidates = all.map { candidates in existing.map(candidates.without) ?? candidates }
            .filter { !$0.drafts.isEmpty }
        let listening = Set(machine.services.compactMap(\.unit))
        let others = (machine.units ?? []).filter { !listening.contains($0) }
        if machine.isPartial, !Identity.isRoot {
            StandardError.print("baton: without root, the owners of some ports cannot be seen")
        }
        if let folder = self.folder {
            try self.write(candidates, to: folder)
        } else {
            switch self.format {
            case .text: self.print(candidates)
            case .json: try JSONOutput.print(DiscoveryDocument(candidates, otherUnits: others))
            }
        }
        if self.format == .text { self.explain(all.count - candidates.count, others) }
        guard !candidates.isEmpty else { throw ExitCode(1) }
    }

    private func print(_ candidates: [Candidates]) {
        for group in candidates {
            StandardOutput.print("# ---- \(group.name).conf\n\(group.text)")
        }
    }

    private func write(_ candidates: [Candidates], to folder: String) throws {
        var hasFailed = false
        for group in candidates {
            let path = folder.hasSuffix("/") ? "\(folder)\(group.name).conf" : "\(folder)/\(group.name).conf"
            do throws(NewFile.Failure) {
                try NewFile.write(group.text, to: path)
                StandardOutput.print("wrote \(path): \(group.drafts.map(\.name).joined(separator: ", "))")
            } catch {
                StandardError.print("baton: \(error)")
                if case .system = error { hasFailed = true }
            }
        }
        if hasFailed { throw ExitCode(EX_CANTCREAT) }
    }

    private func explain(_ known: Int, _ others: [String]) {
        if known > 0 { StandardError.print("baton: \(known) more have all their checks already") }
        if !others.isEmpty {
            StandardError.print(
                "baton: running units without a port of their own: \(others.joined(separator: ", ")); "
                    + "for one that matters: baton check new systemd NAME UNIT"
            )
        }
    }
}
