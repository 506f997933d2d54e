import ArgumentParser
import Checker
import Checks
import Configuration
import Foresight

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what a configuration does and its author probably did not mean.",
        discussion: """
            Each FILE is the configuration of one node; several are a cluster, and so is --cluster DIR with one \
            NODE.conf or one folder NODE/ for each node. Rules that compare nodes need the files of two nodes. \
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

    private func sources() throws -> [(node: String, path: String)] {
        if let cluster { return try ClusterLoader.files(in: cluster) }
        // A name that is taken says less than the path.
        var taken: Set<String> = []
        return self.files.map { path in
            let name = ClusterLoader.node(of: path)
            if taken.insert(name).inserted { return (name, path) }
            var other = path
            while !taken.insert(other).inserted { other += "'" }
            return (other, path)
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
