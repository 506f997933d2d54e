import Checks

/// The fixtures that are a process or stand in the test's folder.
extension CheckTestReader {
    mutating func namedProcess(_ block: [Statement], of statement: Statement) -> TestFixture.NamedProcess? {
        var process = TestFixture.NamedProcess(title: "", command: ["/bin/sleep", "3600"])
        let before = self.interpreter.log.errorCount
        for word in block {
            switch word.keyword.text {
            case "as":
                guard let name = self.interpreter.value(of: word, expected: "a name") else { continue }
                if name.text.contains("/") {
                    self.interpreter.log.error(name, "\(name.quoted) is no name of a process: expected no '/'")
                }
                process.title = name.text
            case "command":
                guard let program = word.arguments.first, program.text.hasPrefix("/") else {
                    self.interpreter.log.error(
                        word.arguments.first ?? word.keyword,
                        "command needs the absolute path of a program, and its arguments",
                        fix: "write it as: command /bin/sleep 60"
                    )
                    continue
                }
                process.command = word.arguments.map(\.text)
            default: self.reportUnknown(word, of: .process, expected: ["as", "command"])
            }
        }
        if process.title.isEmpty {
            process.title = statement.arguments.last?.text ?? "fixture"
        }
        return self.interpreter.log.errorCount == before ? process : nil
    }

    mutating func testFile(_ block: [Statement]) -> TestFixture.TestFile? {
        var file = TestFixture.TestFile()
        let before = self.interpreter.log.errorCount
        for word in block {
            switch word.keyword.text {
            case "content": file.content = self.bytes(word) ?? []
            case "age": file.age = self.interpreter.seconds(word, in: .zero...CheckDraft.longest) ?? .zero
            case "mode":
                guard let value = self.interpreter.value(of: word, expected: "three octal digits") else { continue }
                guard let mode = UInt16(value.text, radix: 8), mode <= 0o777 else {
                    self.interpreter.log.error(value, "mode \(value.quoted) is not valid: expected 000 to 777, octal")
                    continue
                }
                file.mode = mode
            default: self.reportUnknown(word, of: .file, expected: ["content", "age", "mode"])
            }
        }
        return self.interpreter.log.errorCount == before ? file : nil
    }

    mutating func testScript(_ block: [Statement]) -> TestFixture.TestScript? {
        var script = TestFixture.TestScript()
        let before = self.interpreter.log.errorCount
        for word in block {
            switch word.keyword.text {
            case "print":
                let text = self.interpreter.value(of: word, expected: "a text in quotes")?.text ?? ""
                script.lines.append(
                    "printf '%s\\n' '\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
                )
            case "sleep":
                if let time = self.interpreter.seconds(word, in: .zero...CheckDraft.longest) {
                    script.lines.append("sleep \(Decimal.text(time))")
                }
            case "exit":
                if let code = self.interpreter.integer(word, in: 0...255) { script.lines.append("exit \(code)") }
            case "line":
                let text = self.interpreter.value(of: word, expected: "a line of shell in quotes")?.text ?? ""
                script.lines.append(text)
            default: self.reportUnknown(word, of: .script, expected: ["print", "sleep", "exit", "line"])
            }
        }
        return self.interpreter.log.errorCount == before ? script : nil
    }
}
