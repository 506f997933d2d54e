import CCurl
import Checks

/// What the options of ``TLSOptions`` ask for.
struct TLSSettings: Hashable, Sendable {
    /// nil = the host that is connected to.
    var serverName: String?
    var verifies = true
    var authorities: String?
    var certificate: String?
    var key: String?
    var minimumVersion = TLSOptions.Version.tls12
    var warnDays: Int?
    var failDays: Int?

    init() {}

    /// - Parameter check: For messages.
    init(_ options: CheckOptions, check: String) throws(CheckSetupError) {
        self.serverName = options.string(TLSOptions.serverName)
        self.verifies = options.boolean(TLSOptions.verify) ?? true
        self.authorities = options.string(TLSOptions.authorities)
        self.certificate = options.string(TLSOptions.certificate)
        self.key = options.string(TLSOptions.key)
        self.minimumVersion =
            options.string(TLSOptions.minimumVersion).flatMap(TLSOptions.Version.init(rawValue:)) ?? .tls12
        self.warnDays = options.integer(TLSOptions.warnDays)
        self.failDays = options.integer(TLSOptions.failDays)
        if let name = self.serverName, name.contains(":") {
            throw CheckSetupError(
                "check \(check): sni: expected a name without a port, found '\(name)'; as in: sni www.example.org"
            )
        }
        if self.key != nil, self.certificate == nil {
            throw CheckSetupError(
                "check \(check): client_key needs the certificate it belongs to; add: client_certificate PATH"
            )
        }
        if let warnDays = self.warnDays, let failDays = self.failDays, warnDays <= failDays {
            throw CheckSetupError(
                "check \(check): certificate_warn_days \(warnDays) never warns before certificate_fail_days "
                    + "\(failDays) fails; make it larger"
            )
        }
    }

    /// Options whose presence asks for TLS.
    static func isAskedFor(by options: CheckOptions) -> String? {
        [
            TLSOptions.serverName, TLSOptions.authorities, TLSOptions.certificate, TLSOptions.key, TLSOptions.warnDays,
            TLSOptions.failDays,
        ].first { options[$0] != nil }
    }

    /// Whether the run looks at how long certificates last.
    var looksAtDays: Bool { self.warnDays != nil || self.failDays != nil }

    func apply(to handle: CurlHandle) {
        handle.set(CURLOPT_SSL_VERIFYPEER, self.verifies ? 1 : 0)
        handle.set(CURLOPT_SSL_VERIFYHOST, self.verifies ? 2 : 0)
        if let authorities = self.authorities { handle.set(CURLOPT_CAINFO, authorities) }
        if self.authorities != nil || handle.text(CURLINFO_CAINFO) != nil {
            // Otherwise the system's directory is trusted beside the file. Where both are the system's they hold the
            // same, and libcurl keeps what it has read of a file for the next handshakes, but not of a directory.
            handle.clear(CURLOPT_CAPATH)
        }
        handle.set(CURLOPT_CA_CACHE_TIMEOUT, 60)
        if let certificate = self.certificate {
            handle.set(CURLOPT_SSLCERT, certificate)
            handle.set(CURLOPT_SSLKEY, self.key ?? certificate)
        }
        switch self.minimumVersion {
        case .tls12: handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        case .tls13: handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_3)
        }
        // A resumed session shows no certificate, so one that has expired since would go unseen.
        handle.set(CURLOPT_SSL_SESSIONID_CACHE, 0)
        if self.looksAtDays { handle.set(CURLOPT_CERTINFO, 1) }
    }

    /// The assertions that a finished handshake answers.
    ///
    /// - Parameter now: Seconds since 1970.
    func assess(_ certificates: [ServerCertificate], name: String, now: Int, _ findings: inout Findings) {
        findings.pass(
            TLSOptions.verify,
            expected: self.verifies ? "a trusted certificate for \(name)" : "any certificate (verify off)",
            got: self.verifies ? "trusted" : "not verified"
        )
        guard self.looksAtDays else { return }
        let limit = "at least \(self.failDays ?? self.warnDays ?? 0) days"
        let option = self.failDays == nil ? TLSOptions.warnDays : TLSOptions.failDays
        guard let first = certificates.min(by: { $0.end < $1.end }) else {
            findings.add(
                .unknown,
                .tlsFailed,
                option,
                expected: limit,
                got: "no dates",
                summary: "libcurl does not tell the dates of the server's certificates"
            )
            return
        }
        let days = first.days(from: now)
        let got = "the certificate of \(first.subject) \(days < 0 ? "ended" : "ends in") \(first.words(from: now))"
        if days < 0 {
            findings.add(.fail, .tlsExpired, option, expected: limit, got: got, summary: got)
        } else if let failDays = self.failDays, days < Double(failDays) {
            let summary = "\(got), expected at least \(failDays) days"
            findings.add(.fail, .tlsExpiring, option, expected: limit, got: got, summary: summary)
        } else if let warnDays = self.warnDays, days < Double(warnDays) {
            let summary = "\(got), expected at least \(warnDays) days"
            findings.add(
                .warn,
                .tlsExpiring,
                TLSOptions.warnDays,
                expected: "at least \(warnDays) days",
                got: got,
                summary: summary
            )
        } else {
            findings.pass(option, expected: limit, got: got)
        }
    }
}
