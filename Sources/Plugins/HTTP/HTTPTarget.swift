import Checks

/// A URL taken apart as far as a check needs it: who is connected to, and what is asked there.
struct HTTPTarget: Hashable, Sendable {
    var location: HTTPLocation
    /// Path and query, beginning with `/` or `?`, without the fragment.
    var resource: String

    /// nil for anything but an `http://` or `https://` URL.
    init?(_ url: String) {
        guard let location = HTTPLocation(url), let colon = url.firstIndex(of: ":") else { return nil }
        self.location = location
        let rest = url[colon...].dropFirst(3)
        let resource = rest.drop { $0 != "/" && $0 != "?" && $0 != "#" }.prefix { $0 != "#" }
        self.resource = resource.isEmpty ? "/" : resource.first == "?" ? "/\(resource)" : String(resource)
    }

    /// As a Host header has it: without the port where it is the scheme's own.
    var authority: String {
        let host = self.location.host.contains(":") ? "[\(self.location.host)]" : self.location.host
        return self.location.port == (self.location.usesTLS ? 443 : 80) ? host : "\(host):\(self.location.port)"
    }

    /// The URL under another host's name: what libcurl takes the name of the TLS handshake from.
    func url(host: String? = nil) -> String {
        let scheme = self.location.usesTLS ? "https" : "http"
        guard let host else { return "\(scheme)://\(self.authority)\(self.resource)" }
        return "\(scheme)://\(SocketAddress.joined(host, self.location.port))\(self.resource)"
    }

    /// Whether a redirect stays with this server: the same host by the same way, or from `http` to its `https`.
    func mayLead(to other: HTTPTarget) -> Bool {
        guard self.location.host.lowercased() == other.location.host.lowercased() else { return false }
        if self.location.usesTLS == other.location.usesTLS { return self.location.port == other.location.port }
        return other.location.usesTLS
    }
}
