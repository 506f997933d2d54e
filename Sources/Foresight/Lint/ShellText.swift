import Checks

/// A command line as far as it can be read without running it: its simple commands, in order.
///
/// Quotes are honoured; what a shell would only know at run time, such as variables, functions and `$(…)`, stays text.
struct ShellText {
    let text: String
    /// The words of each command; reserved words such as `then` and `do` are taken off its beginning.
    let commands: [[String]]
    /// Whether the last command only runs where the one before it has succeeded, so that a failure stays one.
    let endsWithCondition: Bool

    init(_ text: String) {
        let (commands, operators) = Self.split(text)
        self.init(text: text, commands: commands, endsWithCondition: operators.last == "&&")
    }

    private init(text: String, commands: [[String]], endsWithCondition: Bool = false) {
        self.text = text
        self.commands = commands
        self.endsWithCondition = endsWithCondition
    }

    /// What a check runs; nil where it runs no program.
    init?(_ check: CheckDefinition) {
        let arguments = check.options.arguments
        switch check.kind {
        case ShellPlugin.kind:
            guard let text = arguments.first else { return nil }
            self.init(text)
        case ExecPlugin.kind, StreamPlugin.kind:
            guard let program = arguments.first else { return nil }
            if ["sh", "bash", "dash", "ash", "zsh", "ksh"].contains(Self.name(program)), arguments.count > 2,
                arguments[1].hasPrefix("-"), arguments[1].hasSuffix("c")
            {
                self.init(arguments[2])
            } else {
                self.init(text: arguments.joined(separator: " "), commands: [arguments])
            }
        default:
            return nil
        }
    }

    /// Whether a command before the last one may end the script, and so decide how it ends.
    var endsEarly: Bool {
        self.commands.dropLast().contains { command in
            switch command.first {
            case "exit": true
            case "set": command.dropFirst().contains { $0 == "errexit" || ($0.hasPrefix("-") && $0.contains("e")) }
            default: false
            }
        }
    }

    /// Every word of every command.
    var words: [String] { self.commands.flatMap { $0 } }

    /// The last part of a path.
    static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// What is no option of a command, and no value of one.
    ///
    /// - Parameters:
    ///   - letters: Options of one letter that take the next word, also as the last of several: `-zw 2`.
    ///   - words: Long options that do.
    static func operands(of command: [String], letters: String, words: Set<String> = []) -> [String] {
        var operands: [String] = []
        var isValue = false
        var isEnd = false
        for word in command.dropFirst() {
            if isValue {
                isValue = false
            } else if word == "--", !isEnd {
                isEnd = true
            } else if isEnd || !word.hasPrefix("-") || word == "-" {
                operands.append(word)
            } else if word.hasPrefix("--") {
                isValue = words.contains(word)
            } else {
                // Behind a letter that takes a value the rest is the value: `-w2`.
                let first = word.dropFirst().firstIndex { letters.contains($0) }
                isValue = first.map { word.index(after: $0) == word.endIndex } ?? false
            }
        }
        return operands
    }

    private static let closing: Set<String> = ["fi", "done", "esac", "}", ")"]
    private static let opening: Set<String> = ["then", "else", "do", "if", "while", "until", "{", "(", "!"]
    /// What only starts another command.
    private static let wrappers: Set<String> = ["exec", "sudo", "env", "nohup", "nice", "command", "time"]

    /// The commands, and what stands between each and the one before it.
    private static func split(_ text: String) -> (commands: [[String]], operators: [String]) {
        var commands: [[String]] = []
        var operators: [String] = []
        var pending = ""
        var words: [String] = []
        var word: String?
        var quote: Character?
        var depth = 0
        var previous: Character = " "
        func finish(_ isCommand: Bool) {
            if let finished = word { words.append(finished) }
            word = nil
            guard isCommand else { return }
            if let command = self.command(words) {
                commands.append(command)
                operators.append(pending)
                pending = ""
            }
            words = []
        }
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if depth > 0 || (previous == "$" && character == "(") {
                // What `$(…)` gives is not known.
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                word = (word ?? "") + String(character)
            } else {
                switch character {
                case "'", "\"":
                    quote = character
                    word = word ?? ""
                case ";", "\n", "|", "&":
                    // `2>&1` and `&>` are no ends.
                    if character == "&", previous == ">" {
                        word = (word ?? "") + "&"
                    } else {
                        finish(true)
                        pending.append(character)
                    }
                case " ", "\t": finish(false)
                default: word = (word ?? "") + String(character)
                }
            }
            previous = character
        }
        finish(true)
        return (commands, operators)
    }

    /// nil for what only closes a block.
    private static func command(_ words: [String]) -> [String]? {
        var rest = words[...]
        while let first = rest.first, self.opening.contains(first) || self.wrappers.contains(self.name(first)) {
            rest = rest.dropFirst()
        }
        if let first = rest.first, self.name(first) == "timeout", rest.count > 2 { rest = rest.dropFirst(2) }
        guard let first = rest.first, !self.closing.contains(first) else { return nil }
        if let last = rest.last, rest.count > 1, self.closing.contains(last) { rest = rest.dropLast() }
        return Array(rest)
    }
}
