import Checks

/// A host that a check talks to.
enum CheckTarget {
    /// As it is written: a name or an address without brackets; nil where the check talks to nobody, or to a socket.
    static func host(of check: CheckDefinition) -> String? {
        let options = check.options
        switch check.kind {
        case HTTPPlugin.kind:
            guard options.string(HTTPPlugin.Option.unixSocket) == nil, let url = options.arguments.first else {
                return nil
            }
            return self.host(ofURL: url)
        case TCPPlugin.kind, GRPCPlugin.kind:
            if case .hostAndPort(let host, _) = options.argument { return host }
            return nil
        case PingPlugin.kind: return options.arguments.first
        case DNSPlugin.kind: return options.string(DNSPlugin.Option.server)
        default: return ShellText(check).flatMap(self.host(in:))
        }
    }

    /// The host of the first URL, `nc`, `ping` or `/dev/tcp` that a command line shows.
    private static func host(in shell: ShellText) -> String? {
        for command in shell.commands {
            guard let program = command.first.map(ShellText.name) else { continue }
            for word in command {
                if let start = word.firstRange(of: "/dev/tcp/") {
                    return self.host(ofURL: "x://" + String(word[start.upperBound...]))
                }
            }
            let operands: [String]
            switch program {
            // What they send, and through whom, is no target.
            case "curl":
                operands = ShellText.operands(of: command, letters: "AbcCdDeEFHKmoPQrtTuUwxXYz", words: self.curlWords)
            case "wget":
                operands = ShellText.operands(of: command, letters: "aAbBDeiIloOPQRtTUwX", words: self.wgetWords)
            default: operands = command
            }
            for word in operands {
                guard let start = word.firstRange(of: "://") else { continue }
                return self.host(ofURL: "x://" + word[start.upperBound...])
            }
            switch program {
            case "nc", "ncat", "netcat":
                let plain = ShellText.operands(of: command, letters: "cegGiIMmOpPqsTVwxX").filter { !$0.hasPrefix(">") }
                guard plain.count > 1 else { continue }
                return plain[plain.count - 2]
            case "telnet":
                let plain = ShellText.operands(of: command, letters: "belnSX").filter { !$0.hasPrefix(">") }
                guard let host = plain.first else { continue }
                return host
            case "ping", "ping6", "arping", "fping":
                return command.dropFirst().last { !$0.hasPrefix("-") && !$0.hasPrefix(">") }
            default: continue
            }
        }
        return nil
    }

    private static let curlWords: Set<String> = [
        "--cacert", "--cert", "--connect-timeout", "--cookie", "--data", "--header", "--interface", "--key",
        "--max-time", "--output", "--proxy", "--referer", "--request", "--resolve", "--retry", "--user", "--user-agent",
        "--write-out",
    ]

    private static let wgetWords: Set<String> = [
        "--header", "--output-document", "--output-file", "--post-data", "--referer", "--timeout", "--tries",
        "--user-agent",
    ]

    private static func host(ofURL url: String) -> String? {
        guard let start = url.firstRange(of: "://") else { return nil }
        var authority = url[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let user = authority.lastIndex(of: "@") { authority = authority[authority.index(after: user)...] }
        if authority.hasPrefix("[") {
            return String(authority.dropFirst().prefix { $0 != "]" })
        }
        let host = String(authority.prefix { $0 != ":" })
        return host.isEmpty || host.contains("$") ? nil : host
    }
}
