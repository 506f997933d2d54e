/// The commands that only spell out a built-in check, recognised where the meaning is the same to the letter.
enum NativeSpelling: Hashable, Sendable {
    /// A process of this name runs.
    case process(name: String)
    /// A TCP connection to the address succeeds.
    case tcp(host: String, port: UInt16)

    /// What a command comes to, if it is one of `pidof X`, `killall -0 X`, `pgrep -x X`, `nc -z H P`,
    /// `</dev/tcp/H/P`, or a shell with `-c` around nothing but one of them.
    init?(command: [String]) {
        guard let program = command.first.map(NativeSpelling.baseName) else { return nil }
        switch program {
        case "sh", "bash", "dash", "ash":
            guard command.count == 3, command[1] == "-c" else { return nil }
            self.init(shellText: command[2], isBash: program == "bash")
        default:
            self.init(plain: command)
        }
    }

    private init?(plain command: [String]) {
        guard let first = command.first else { return nil }
        if command.count == 1 {
            self.init(redirection: first)
            return
        }
        switch (NativeSpelling.baseName(first), command.count) {
        case ("pidof", 2) where NativeSpelling.isName(command[1]),
            ("killall", 3) where command[1] == "-0" && NativeSpelling.isName(command[2]):
            self = .process(name: command[command.count - 1])
        case ("pgrep", 3) where command[1] == "-x" && NativeSpelling.isLiteralPattern(command[2]):
            self = .process(name: command[2])
        case ("nc", 4) where command[1] == "-z":
            self.init(host: command[2], port: command[3])
        default:
            return nil
        }
    }

    /// `</dev/tcp/HOST/PORT`.
    private init?(redirection: String) {
        let prefix = "</dev/tcp/"
        guard redirection.hasPrefix(prefix) else { return nil }
        let parts = redirection.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(host: String(parts[0]), port: String(parts[1]))
    }

    private init?(host: String, port: String) {
        guard let number = Decimal.integer(port), (1...65535).contains(number), NativeSpelling.isHost(host) else {
            return nil
        }
        self = .tcp(host: host, port: UInt16(number))
    }

    /// The text behind `sh -c`: one recognised command, perhaps behind `exec`, its output perhaps thrown away.
    private init?(shellText: String, isBash: Bool) {
        var words = shellText.utf8.split(whereSeparator: ASCII.isBlank).map { String(decoding: $0, as: UTF8.self) }
        NativeSpelling.dropSilencing(&words)
        if words.first == "exec", words.count > 1 { words.removeFirst() }
        if words.count == 1, let only = words.first, only.hasPrefix("<") {
            // Only bash itself knows /dev/tcp.
            guard isBash else { return nil }
            self.init(redirection: only)
            return
        }
        guard words.count > 1, words.allSatisfy({ $0.utf8.allSatisfy(NativeSpelling.isPlainToShell) }) else {
            return nil
        }
        self.init(plain: words)
    }

    /// Takes trailing redirections to /dev/null away: they change nothing about the exit status.
    private static func dropSilencing(_ words: inout [String]) {
        while let last = words.last {
            switch last {
            case ">/dev/null", "1>/dev/null", "2>/dev/null", "2>&1":
                words.removeLast()
            case "/dev/null" where words.count > 1 && [">", "1>", "2>"].contains(words[words.count - 2]):
                words.removeLast(2)
            default:
                return
            }
        }
    }

    private static func baseName(_ path: String) -> String {
        String(path.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
    }

    /// A plain process name: a path would ask for one executable and not for a name.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-") && !text.contains("/")
    }

    /// pgrep's pattern is a regular expression, matched with at most 15 bytes of a name.
    private static func isLiteralPattern(_ text: String) -> Bool {
        (1...15).contains(text.utf8.count) && !text.hasPrefix("-")
            && text.utf8.allSatisfy { ASCII.continuesName($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isHost(_ text: String) -> Bool {
        guard !text.isEmpty, !text.hasPrefix("-") else { return false }
        return text.utf8.allSatisfy {
            ASCII.continuesName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
        }
    }

    private static func isPlainToShell(_ byte: UInt8) -> Bool {
        ASCII.continuesName(byte) || "-./:+@%,".utf8.contains(byte)
    }
}
