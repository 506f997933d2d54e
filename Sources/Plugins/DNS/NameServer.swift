import Glibc

/// Which server is asked where nobody says one (resolv.conf(5)).
enum NameServer {
    /// The first `nameserver` line; the machine itself where there is none, as the C library has it.
    static func first(in configuration: String) -> String {
        for line in configuration.split(whereSeparator: \.isNewline) {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.count >= 2, words[0] == "nameserver" {
                return String(words[1])
            }
        }
        return "127.0.0.1"
    }

    static func configured(path: String = "/etc/resolv.conf") -> String {
        guard case .success(let facts) = FileFacts.look(at: path, content: 65536) else { return "127.0.0.1" }
        return self.first(in: String(decoding: facts.content ?? [], as: UTF8.self))
    }

    /// The parts of `HOST`, `HOST:PORT` and `[v6]:PORT`; an IPv6 address without brackets has no port.
    static func parts(of text: String) -> (host: String, port: UInt16) {
        if text.hasPrefix("["), let close = text.lastIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<close])
            let rest = text[text.index(after: close)...]
            return (host, rest.hasPrefix(":") ? UInt16(rest.dropFirst()) ?? 53 : 53)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]) else { return (text, 53) }
        return (String(parts[0]), port)
    }
}
