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
        /// Options of a `tcp` check in order, and what is to be known of them.
        case conversation([DefinitionDraft.Setting], String)
    }

    func question(port: UInt16) -> Question {
        switch self {
        case .nginx, .apache, .caddy: .http(path: "/", usesTLS: port == 443 || port == 8443)
        case .redis:
            .conversation(
                [.init("send", "PING\\r\\n"), .init("expect", "+PONG")],
                "it answers PING with PONG, but not where it asks for a password first (requirepass)"
            )
        case .memcached:
            .conversation([.init("send", "version\\r\\n"), .init("expect", "VERSION ")], "it tells its version")
        case .postgres:
            .conversation(
                [
                    .init("send", "\\0\\0\\0\\x26\\0\\x03\\0\\0user\\0baton\\0database\\0postgres\\0\\0"),
                    .init("refuse", "FATAL"), .init("expect", "R\\0\\0\\0"),
                ],
                "it answers a start-up message with its request for authentication, and FATAL while it takes nobody"
            )
        case .mysql:
            .conversation(
                [],
                "it counts clients that leave after its greeting, and blocks their host after max_connect_errors of them "
                    + "unless skip_name_resolve is set; exec and mariadb-admin ping log in instead"
            )
        case .ssh: .conversation([.init("expect", "SSH-2.0-")], "it greets as an SSH server")
        case .smtp:
            .conversation(
                [.init("expect_regex", "^220 "), .init("send", "QUIT\\r\\n"), .init("expect_regex", "^221 ")],
                "it greets and says goodbye as a mail server"
            )
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

extension DefinitionDraft.Setting {
    fileprivate init(_ option: String, _ word: String) {
        self.init(option: option, words: [word])
    }
}
