/// The options of every plugin that speaks TLS as a client.
public enum TLSOptions {
    public static let serverName = "sni"
    public static let verify = "verify"
    public static let authorities = "ca_file"
    public static let certificate = "client_certificate"
    public static let key = "client_key"
    public static let minimumVersion = "min_tls"
    public static let warnDays = "certificate_warn_days"
    public static let failDays = "certificate_fail_days"

    /// Values of ``minimumVersion``.
    public enum Version: String, Hashable, Sendable, CaseIterable {
        case tls12 = "1.2"
        case tls13 = "1.3"
    }

    /// The name of what ``warnDays`` and ``failDays`` look at, as a measurement.
    public static let daysMeasurement = "certificate_days"

    static let descriptions = [
        OptionDescription(
            name: Self.serverName,
            type: .host,
            documentation: """
                Name to ask for in the TLS handshake (SNI), which the certificate must be for. Without it, the host \
                of the argument; an address in figures is not asked for, but the certificate must name it.
                """
        ),
        OptionDescription(
            name: Self.authorities,
            type: .path,
            example: #"/etc/ssl/certs/internal-ca.pem"#,
            documentation: """
                File of certificates in PEM form, one of which must have signed the server's; nobody else is trusted \
                then. Without it, whom the system trusts. Changes are noticed within a minute.
                """
        ),
        OptionDescription(
            name: Self.verify,
            type: .boolean,
            defaultValue: "on",
            documentation: """
                DANGEROUS when off: whoever answers at this address, with whatever certificate, passes as the server, \
                and gets every secret the check sends. An expired certificate passes too, unless \
                certificate_fail_days is given. Name a ca_file instead where the authority is your own.
                """
        ),
        OptionDescription(
            name: Self.certificate,
            type: .path,
            example: #"/etc/baton/client.pem"#,
            documentation: "Certificate in PEM form to show to a server that asks for one; it may hold the key as well."
        ),
        OptionDescription(
            name: Self.key,
            type: .path,
            example: #"/etc/baton/client.key"#,
            documentation: "Key of client_certificate in PEM form, without a passphrase."
        ),
        OptionDescription(
            name: Self.minimumVersion,
            type: .choice(Version.allCases.map(\.rawValue)),
            defaultValue: Version.tls12.rawValue,
            documentation: "The oldest TLS version to accept."
        ),
        OptionDescription(
            name: Self.warnDays,
            type: .integer(1...3650),
            documentation: """
                Warn when a certificate the server shows, its own or one above it, ends within so many days. Measured \
                as certificate_days.
                """
        ),
        OptionDescription(
            name: Self.failDays,
            type: .integer(1...3650),
            documentation: "Fail when a certificate the server shows ends within so many days, or has ended."
        ),
    ]

    static let reasons: [ReasonCode] = [
        .tlsFailed, .tlsUntrusted, .tlsName, .tlsExpired, .tlsExpiring, .tlsVersion,
    ]

    static let measurements = [
        MeasurementDescription(
            name: Self.daysMeasurement,
            unit: "",
            documentation: "Days until the first of the server's certificates ends; with certificate_*_days only."
        )
    ]

    /// Options that mean nothing where certificates are not verified.
    static let conflicts = [
        OptionConflict(
            option: Self.authorities,
            other: Self.verify,
            value: "off",
            reason: "with verify off nobody's signature is looked at",
            fix: "remove verify off; ca_file is enough for an authority of your own"
        )
    ]
}
