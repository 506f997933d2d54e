import Checks

/// The conversation of a check as it is written, before files are read.
struct TCPScript: Sendable {
    enum Line: Sendable {
        case step(Conversation.Step)
        case file(PrivateFile)
    }

    /// Bytes of a ``TCPPlugin/Option/sendFile``.
    private static let fileLimit = 64 * 1024

    private let lines: [Line]

    init(_ options: CheckOptions, check: String) throws(CheckSetupError) {
        var lines: [Line] = []
        for entry in options.entries {
            do throws(OptionError) {
                if let line = try Self.line(entry) { lines.append(line) }
            } catch {
                throw CheckSetupError("check \(check): \(entry.name): \(error.message)")
            }
        }
        self.lines = lines
    }

    var isEmpty: Bool { self.lines.isEmpty }

    /// What will be expected, in order.
    var expectations: [Conversation.Pattern] {
        self.lines.compactMap { line in
            if case .step(.expect(let pattern)) = line { pattern } else { nil }
        }
    }

    /// The words of the files that are sent, but for the first of each line, which mostly is a command.
    var secrets: [String] {
        self.lines.flatMap { line -> [String] in
            guard case .file(let file) = line, let text = file.text else { return [] }
            return text.split(whereSeparator: \.isNewline).flatMap { line in
                [String(line)] + line.split(separator: " ").dropFirst().map(String.init)
            }
        }
    }

    /// The conversation of one run; nil and a finding if a file cannot be read.
    func conversation(_ findings: inout Findings) async -> Conversation? {
        var steps: [Conversation.Step] = []
        for line in self.lines {
            switch line {
            case .step(let step): steps.append(step)
            case .file(let file):
                guard let bytes = await Self.content(of: file, &findings) else { return nil }
                steps.append(.send(bytes))
            }
        }
        return Conversation(steps)
    }

    private static func content(of file: PrivateFile, _ findings: inout Findings) async -> [UInt8]? {
        let option = TCPPlugin.Option.sendFile
        switch await file.read() {
        case .success(let content):
            findings.add(
                content.isExposed ? .warn : .pass,
                .fileExposed,
                option,
                expected: "a file others may not read",
                got: "mode \(content.mode)",
                summary: "others may read \(file.path) (mode \(content.mode)); run: chmod o-rwx \(file.path)"
            )
            return content.bytes
        case .failure(let failure):
            let summary = "\(option): \(failure.message)"
            findings.add(.unknown, failure.reason, option, expected: "a file", got: failure.message, summary: summary)
            return nil
        }
    }

    /// nil for an entry that is no part of the conversation.
    private static func line(_ entry: CheckOptions.Entry) throws(OptionError) -> Line? {
        typealias Option = TCPPlugin.Option
        switch (entry.name, entry.value) {
        case (Option.send, .bytes(let bytes)), (Option.sendHex, .bytes(let bytes)): return .step(.send(bytes))
        case (Option.sendFile, .string(let path)): return .file(PrivateFile(path, limit: Self.fileLimit))
        case (Option.expect, .bytes(let bytes)), (Option.expectHex, .bytes(let bytes)):
            guard !bytes.isEmpty else { throw OptionError("expected at least one byte") }
            return .step(.expect(.bytes(bytes)))
        case (Option.expectRegex, .string(let text)): return .step(.expect(.regex(try RegularExpression(text))))
        case (Option.refuse, .bytes(let bytes)):
            guard !bytes.isEmpty else { throw OptionError("expected at least one byte") }
            return .step(.refuse(.bytes(bytes)))
        case (Option.refuseRegex, .string(let text)): return .step(.refuse(.regex(try RegularExpression(text))))
        default: return nil
        }
    }
}
