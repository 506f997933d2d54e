import Checks

extension HTTPCheck {
    static func request(
        _ options: CheckOptions,
        _ check: String,
        _ target: HTTPTarget,
        _ expectations: HTTPExpectations
    ) throws(CheckSetupError) -> HTTPRequest {
        typealias Option = HTTPPlugin.Option
        let body = options.bytes(Option.body)
        let hasBody = body != nil || options[Option.bodyFile] != nil
        var request = HTTPRequest(
            url: target.url(),
            usesTLS: target.location.usesTLS,
            method: options.string(Option.method) ?? (hasBody ? "POST" : "GET"),
            body: body,
            version: expectations.version,
            unixSocket: options.string(Option.unixSocket),
            sendsProxyHeader: options.string(Option.proxyProtocol) != nil,
            interface: options.string(Option.source).map { "host!\($0)" }
                ?? options.string(Option.interface).map { "if!\($0)" },
            connectTimeout: options.duration(Option.connectTimeout),
            reusesConnection: options.boolean(Option.reuse) ?? false,
            bodyLimit: expectations.needsBody ? expectations.bodyLimit : nil,
            keepsHeaders: expectations.needsHeaders,
            tls: try TLSSettings(options, check: check)
        )
        let headers = Self.headers(options)
        for (name, value) in headers {
            try Self.validate(name: name, value: value, check)
            // libcurl sends an empty header for "Name;" and leaves it out for "Name:".
            request.headers.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        if hasBody, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            request.headers.append("Content-Type:")
        }
        if hasBody { request.headers.append("Expect:") }
        // Says that the connection is for one request, so that the server need not keep it for a second.
        if !request.reusesConnection, request.version != .http2 { request.headers.append("Connection: close") }
        return request
    }

    static func proxy(_ options: CheckOptions, _ check: String) throws(CheckSetupError) -> Endpoint? {
        typealias Option = HTTPPlugin.Option
        guard let proxy = options.string(Option.proxy) else {
            guard options[Option.proxyAuthFile] == nil else {
                throw CheckSetupError("check \(check): proxy_auth_file needs a proxy; add: proxy http://HOST:PORT")
            }
            return nil
        }
        guard let target = HTTPTarget(proxy), !target.location.usesTLS else {
            throw CheckSetupError(
                "check \(check): proxy: expected an http:// proxy, found '\(proxy)'; as in: proxy http://10.0.0.1:3128"
            )
        }
        let family = options.string(Option.family).flatMap(AddressFamily.init(rawValue:)) ?? .any
        return Endpoint(host: target.location.host, port: target.location.port, family: family)
    }

    static func refuseContradictions(
        _ options: CheckOptions,
        _ check: String,
        _ target: HTTPTarget
    ) throws(CheckSetupError) {
        let mayBecomeTLS = target.location.usesTLS || (options.integer(HTTPPlugin.Option.followRedirects) ?? 0) > 0
        if !mayBecomeTLS, let option = TLSSettings.isAskedFor(by: options) {
            throw CheckSetupError("check \(check): \(option) means nothing without TLS; use an https:// URL")
        }
        if let host = options.string(HTTPPlugin.Option.host), host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) {
            throw CheckSetupError("check \(check): host: expected a host name, found '\(host)'")
        }
    }

    private static func validate(name: String, value: String, _ check: String) throws(CheckSetupError) {
        let isToken = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
        guard isToken, !name.isEmpty else {
            throw CheckSetupError(
                "check \(check): header: expected a name and a value, found the name '\(name)'; "
                    + "as in: header X-Probe baton"
            )
        }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
            throw CheckSetupError("check \(check): header \(name): expected one line, found control characters")
        }
        if name.lowercased() == "host" {
            throw CheckSetupError("check \(check): header Host: use the option host")
        }
    }
}
