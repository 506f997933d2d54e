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
                if let start = word.firstRange(of: "://") ?? word.firstRange(of: "/dev/tcp/") {
                    return self.host(ofURL: "x://" + String(word[start.upperBound...]))
                }
            }
            let plain = command.dropFirst().filter { !$0.hasPrefix("-") && !$0.hasPrefix(">") }
            switch program {
            case "nc", "ncat", "netcat", "telnet":
                guard plain.count > 1 else { continue }
                return plain[plain.count - 2]
            case "ping", "ping6", "arping", "fping": return plain.last
            default: continue
            }
        }
        return nil
    }

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
