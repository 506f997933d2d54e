public import Checks

/// `http URL`: a server answers as expected.
///
/// Every run opens a connection of its own unless told otherwise, so that a listener that has died is seen even
/// while an old connection lives.
public struct HTTPCheck: Check {
    public static let description = HTTPPlugin.description

    /// Bytes of a request body from a file.
    static let bodyFileLimit = 1 << 20

    let target: HTTPTarget
    /// What every run asks; files, addresses and redirects complete it.
    let request: HTTPRequest
    let hostHeader: String?
    let expectations: HTTPExpectations
    let credentials: [HTTPCredentials]
    let bodyFile: PrivateFile?
    /// Who is connected to in the first place; nil for a Unix socket.
    let endpoint: Endpoint?
    let proxy: Endpoint?
    let family: AddressFamily
    let redirectLimit: Int
    private let headerValues: [String]

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        typealias Option = HTTPPlugin.Option
        let options = definition.options
        guard let url = options.arguments.first, let target = HTTPTarget(url) else {
            throw CheckSetupError(
                "check \(definition.name): expected an http:// or https:// URL, as in: http http://127.0.0.1/healthz"
            )
        }
        for conflict in HTTPPlugin.description.conflicts where conflict.applies(to: options) {
            throw CheckSetupError(
                "check \(definition.name): \(conflict.option) and \(conflict.excluded) exclude one another: "
                    + "\(conflict.reason); \(conflict.fix)"
            )
        }
        self.target = target
        self.expectations = try HTTPExpectations(options, check: definition.name)
        self.hostHeader = options.string(Option.host)
        self.family = options.string(Option.family).flatMap(AddressFamily.init(rawValue:)) ?? .any
        self.redirectLimit = options.integer(Option.followRedirects) ?? 0
        self.bodyFile = options.string(Option.bodyFile).map { PrivateFile($0, limit: Self.bodyFileLimit) }
        self.credentials = [
            options.string(Option.basicAuthFile).map { HTTPCredentials(.basic, path: $0) },
            options.string(Option.bearerFile).map { HTTPCredentials(.bearer, path: $0) },
            options.string(Option.proxyAuthFile).map { HTTPCredentials(.proxy, path: $0) },
        ].compactMap(\.self)
        self.proxy = try Self.proxy(options, definition.name)
        self.endpoint =
            options[Option.unixSocket] == nil && self.proxy == nil
            ? Endpoint(host: target.location.host, port: target.location.port, family: self.family) : nil
        self.headerValues = Self.headers(options).map(\.value)
        self.request = try Self.request(options, definition.name, target, self.expectations)
        try Self.refuseContradictions(options, definition.name, target)
    }

    /// Whether ``request`` says already where it goes: to an address in figures or a socket, under its own name.
    var isPlaced: Bool {
        self.proxy == nil && self.hostHeader == nil && self.request.tls.serverName == nil
            && (self.endpoint?.isNumeric ?? true)
    }

    public var secrets: [String] {
        self.headerValues + self.credentials.flatMap(\.secrets)
    }

    /// The headers the definition adds.
    static func headers(_ options: CheckOptions) -> [(name: String, value: String)] {
        options.all(HTTPPlugin.Option.header).compactMap { value in
            guard case .strings(let words) = value, words.count == 2 else { return nil }
            return (words[0], words[1])
        }
    }
}
