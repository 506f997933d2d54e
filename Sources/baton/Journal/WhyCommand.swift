import ArgumentParser
import Checks
import Failover

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Why an address moved: the last move of an instance, from the evidence to the announcement.",
        discussion: """
            Reads the journal that the agent keeps on the disk; needs no agent. \
            Exit codes: 0 told, 1 there was no such move, 4 the journal cannot be read, 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("As in vrrp_instance NAME (default: the one that moved last).", valueName: "instance"))
    var instance: String?

    @OptionGroup var options: JournalOptions

    @Option(help: ArgumentHelp("The move so many before the last one.", valueName: "n"))
    var back = 0

    @Option(help: "text or json.")
    var format = ListFormat.text

    func validate() throws {
        guard self.back >= 0 else { throw ValidationError("--back: expected 0 or more.") }
    }

    func run() throws {
        let records = try self.options.read()
        guard let story = JournalStory(in: records, instance: self.instance, back: self.back) else {
            let known = Set(records.filter(\.isMove).compactMap(\.instance)).sorted()
            let of = self.instance.map { " of \($0)" } ?? ""
            let hint =
                known.isEmpty
                ? "no instance has begun or ceased to be master since the journal begins"
                : "instances with moves: \(known.joined(separator: ", "))"
            let text = "baton: there is no\(self.back > 0 ? " earlier" : "") move\(of) in the journal; \(hint)"
            // Journals may come from anywhere, so control characters are none of it.
            StandardError.print(OutcomeSanitizer.line(text, limit: 4096))
            throw ExitCode(1)
        }
        let page = StoryPage(story)
        switch self.format {
        case .text: StandardOutput.print(page.text)
        case .json: StandardOutput.print(page.document.indented())
        }
    }
}
