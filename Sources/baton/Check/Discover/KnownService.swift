/// Servers whose first words are known, so that more can be asked of them than to accept a connection.
enum KnownService: CaseIterable {
    case nginx
    case apache
    case caddy
    case redis
    case memcached
    case postgres
    case mysql
    case ssh
    case smtp

    /// The names their processes have.
    private var programs: [String] {
        switch self {
        case .nginx: ["nginx"]
        case .apache: ["apache2", "httpd"]
        case .caddy: ["caddy"]
        case .redis: ["redis-server", "valkey-server"]
        case .memcached: ["memcached"]
        case .postgres: ["postgres"]
        case .mysql: ["mysqld", "mariadbd"]
        case .ssh: ["sshd"]
        case .smtp: ["master", "exim4"]
        }
    }

    init?(program: String) {
        guard let found = Self.allCases.first(where: { $0.programs.contains(program) }) else { return nil }
        self = found
    }

    /// What is asked of one of its ports.
    enum Question {
        case http(path: String, usesTLS: Bool)
        /// Options of a `tcp` check in order, and what they do.
        case conversation([DefinitionDraft.Setting], String)
    }

    func question(port: UInt16) -> Question? {
        switch self {
        case .nginx, .apache, .caddy: .http(path: "/", usesTLS: port == 443 || port == 8443)
        case .redis:
            .conversation(
                [.init(option: "send", words: ["PING\\r\\n"]), .init(option: "expect", words: ["+PONG"])],
                "it answers PING with PONG; a server that asks for a password does not, see requirepass"
            )
        case .memcached:
            .conversation(
                [.init(option: "send", words: ["version\\r\\n"]), .init(option: "expect", words: ["VERSION "])],
                "it tells its version"
            )
        case .postgres:
            .conversation(
                [
                    .init(option: "send_hex", words: ["00000008", "04d2162f"]),
                    .init(option: "expect_regex", words: ["^[SN]"]),
                ],
                "it answers the request for TLS with yes or no"
            )
        case .ssh: .conversation([.init(option: "expect", words: ["SSH-2.0-"])], "it greets as an SSH server")
        case .smtp: .conversation([.init(option: "expect", words: ["220"])], "it greets as a mail server")
        case .mysql: nil
        }
    }

    /// Programs that run others' code: their name says nothing of the service.
    static let interpreters: Set<String> = [
        "python", "python3", "java", "node", "ruby", "perl", "php", "php-fpm", "bash", "sh", "dotnet", "docker-proxy",
    ]

    /// Programs a check of is of no use here: they are baton itself, or belong to the system.
    static let ignored: Set<String> = [
        "batond", "baton", "baton-checker", "keepalived", "systemd", "init", "systemd-resolve", "systemd-resolved",
        "dhclient", "rpcbind", "rpc.statd", "cupsd",
    ]
}
