import Checks

/// One request over one connection, as libcurl is to send it.
struct HTTPRequest: Sendable {
    var url: String
    var usesTLS = false
    var method = "GET"
    /// Whole lines, `Name: value`.
    var headers: [String] = []
    var body: [UInt8]?
    /// nil = HTTP/1.1, whatever the answer's.
    var version: HTTPPlugin.Version?
    /// The address to connect to instead of looking the URL's host up, as `CURLOPT_CONNECT_TO` has it.
    var connectTo: String?
    var unixSocket: String?
    /// `http://ADDRESS:PORT`
    var proxy: String?
    var proxyUser: String?
    var sendsProxyHeader = false
    /// As `CURLOPT_INTERFACE` has it.
    var interface: String?
    /// Time to connect, TLS included; nil = the total.
    var connectTimeout: Duration?
    var reusesConnection = false
    /// Bytes of the answer's body that are kept; nil = none is wanted, all is read.
    var bodyLimit: Int?
    var keepsHeaders = false
    var tls = TLSSettings()
}
