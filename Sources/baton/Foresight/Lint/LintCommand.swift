import ArgumentParser
import Checker
import Checks
import Configuration
import ConfigurationFiles
import Foresight

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what a configuration does and its author probably did not mean.",
        discussion: """
            Each FILE is the configuration of one node; several are a cluster, and so is --cluster DIR with one \
            NODE.conf or one folder NODE/ for each node. Rules that compare nodes need the files of two nodes. A file alone is read as on this machine, or with --id as on that \
            node. \
            `baton explain W01` prints the page of a rule. \
            A comment `# lint: ignore W17 reason: …`, on the line of a finding or alone above it, silences the rule \
            there. \
            Exit codes: 0 no errors; 1 errors, or a file does not load; 3 warnings, under --deny-warnings; 4 a file \
            cannot be read; 64 wrong usage; 73 --reference cannot be written.
            """
    )

    @Argument(help: ArgumentHelp("The configuration of one node each.", valueName: "files"))
    var files: [String] = []

    @Option(help: ArgumentHelp("The folder of the nodes' configurations.", valueName: "dir"))
    var cluster: String?

    @Option(
        name: [.customShort("i"), .customLong("config-id"), .customLong("id")],
        help: ArgumentHelp("The node that the one file is of, whose @id lines are kept.", valueName: "id")
    )
    var configurationID: String?

    @Option(help: "text, json or sarif (2.1.0).")
    var format = LintFormat.text

    @Flag(help: "End with 3 where there are warnings. Notices never count.")
    var denyWarnings = false

    @Flag(help: "The files are this machine's: look for its interfaces, programs and users as well.")
    var thisHost = false

    @Option(
        help: ArgumentHelp(
            "Lint nothing; write the pages of all rules behind the head of this document.",
            valueName: "file"
        )
    )
    var reference: String?

    func validate() throws {
        let sources = [!self.files.isEmpty, self.cluster != nil, self.reference != nil].count { $0 }
        guard sources == 1 else {
            throw ValidationError("Expected FILES, or --cluster DIR, or --reference FILE.")
        }
        guard self.configurationID == nil || self.files.count == 1 else {
            throw ValidationError("--id needs one FILE: several are named by their files.")
        }
    }

    func run() async throws {
        if let reference { return try Self.write(reference) }
        let report = try await LintReport(self.sources(), looksAtHost: self.thisHost)
        switch self.format {
        case .text: StandardOutput.print(report.text)
        case .json: StandardOutput.print(report.json.indented())
        case .sarif: StandardOutput.print(report.sarif.indented())
        }
        let code = report.exitCode(deniesWarnings: self.denyWarnings)
        guard code == 0 else { throw ExitCode(code) }
    }

    private func sources() throws -> [LintSource] {
        if let cluster {
            return try ClusterLoader.files(in: cluster).map {
                LintSource(node: $0.node, path: $0.path)
            }
        }
        // A file alone is this machine's, as it is for other commands, unless it is said whose it is.
        if self.files.count == 1, let path = self.files.first {
            if let configurationID {
                return [
                    LintSource(
                        node: configurationID,
                        path: path,
                        isOfThisHost: self.thisHost,
                        configurationID: configurationID
                    )
                ]
            }
            let host = SourceBundle.Facts.ofThisHost().hostName
            let node = ClusterLoader.hasCommonName(path) && !host.isEmpty ? host : ClusterLoader.node(of: path)
            return [LintSource(node: node, path: path, isOfThisHost: true)]
        }
        // A name that is taken says less than the path.
        var taken: Set<String> = []
        return self.files.map { path in
            var name = ClusterLoader.node(of: path)
            if !taken.insert(name).inserted {
                name = path
                while !taken.insert(name).inserted { name += "'" }
            }
            return LintSource(node: name, path: path, isOfThisHost: self.thisHost)
        }
    }

    private static func write(_ path: String) throws {
        guard let text = TextFile.read(path) else {
            StandardError.print("\(path): cannot read this file\n    fix: name the document that has the head")
            throw ExitCode(4)
        }
        guard let updated = LintReference.updated(text) else {
            StandardError.print(
                "\(path): nothing says where the pages begin\n    fix: put this line behind the head:\n"
                    + LintReference.marker
            )
            throw ExitCode(1)
        }
        if updated != text { try TextFile.write(updated, to: path) }
    }
}
