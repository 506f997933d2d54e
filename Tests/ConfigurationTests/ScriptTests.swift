import Checks
import Configuration
import Testing

/// `vrrp_script`: what is run, by whom, and what needs no program at all.
@Suite struct ScriptTests {
    private func script(_ line: String, _ more: String = "", global: String = "") throws -> CheckDefinition {
        let result = parse("global_defs {\n\(global)\n}\nvrrp_script c {\n\(line)\n\(more)\n}\n")
        let configuration = try #require(result.configuration, "\(result.summary)")
        return try #require(configuration.checks.first)
    }

    static let processes: [(String, String)] = [
        (#"script "pidof nginx""#, "nginx"),
        (#"script "/usr/bin/pidof nginx""#, "nginx"),
        (#"script "  pidof   nginx  ""#, "nginx"),
        (#"script 'pidof nginx'"#, "nginx"),
        (#"script "pidof 'my app'""#, "my app"),
        (#"script "killall -0 haproxy""#, "haproxy"),
        (#"script "/usr/bin/killall -0 haproxy""#, "haproxy"),
        (#"script "pidof a-name-of-more-than-fifteen-bytes""#, "a-name-of-more-than-fifteen-bytes"),
        (#"script "pgrep -x mysqld""#, "mysqld"),
        (#"script "/bin/sh -c 'exec pidof nginx'""#, "nginx"),
        (#"script "/bin/sh -c 'pidof nginx'""#, "nginx"),
        (#"script "sh -c \"pidof nginx\"""#, "nginx"),
        (#"script "sh -c 'pidof nginx > /dev/null 2>&1'""#, "nginx"),
        (#"script "bash -c 'exec killall -0 nginx 2>/dev/null'""#, "nginx"),
    ]

    @Test("a spelling of the process check runs natively", arguments: processes)
    func process(line: String, name: String) throws {
        let check = try self.script(line)
        #expect(check.kind == "process")
        #expect(check.options.arguments == [name])
        #expect(check.options.argument == .string(name))
        #expect(check.isNative)
    }

    static let connections: [(String, String, UInt16)] = [
        (#"script "nc -z 127.0.0.1 80""#, "127.0.0.1", 80),
        (#"script "/bin/nc -z web.internal 443""#, "web.internal", 443),
        (#"script "nc -z ::1 443""#, "::1", 443),
        (#"script "</dev/tcp/127.0.0.1/80""#, "127.0.0.1", 80),
        (#"script "bash -c '</dev/tcp/127.0.0.1/80'""#, "127.0.0.1", 80),
    ]

    @Test("a spelling of the TCP check runs natively", arguments: connections)
    func connection(line: String, host: String, port: UInt16) throws {
        let check = try self.script(line)
        #expect(check.kind == "tcp")
        #expect(check.options.argument == .hostAndPort(host: host, port: port))
        #expect(check.options.arguments == [host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"])
        #expect(check.isNative)
    }

    /// Everything that could mean something else, or more, stays a program.
    static let programs: [(String, [String])] = [
        (#"script "pidof -s nginx""#, ["pidof", "-s", "nginx"]),
        (#"script "pidof nginx haproxy""#, ["pidof", "nginx", "haproxy"]),
        (#"script "pidof /usr/sbin/nginx""#, ["pidof", "/usr/sbin/nginx"]),
        (#"script "pidof nginx > /dev/null""#, ["pidof", "nginx", ">", "/dev/null"]),
        (#"script "killall -1 nginx""#, ["killall", "-1", "nginx"]),
        (#"script "killall nginx""#, ["killall", "nginx"]),
        (#"script "pgrep nginx""#, ["pgrep", "nginx"]),
        (#"script "pgrep -x ngin.""#, ["pgrep", "-x", "ngin."]),
        (#"script "pgrep -x a-name-of-more-than-fifteen""#, ["pgrep", "-x", "a-name-of-more-than-fifteen"]),
        (#"script "nc -z 127.0.0.1 http""#, ["nc", "-z", "127.0.0.1", "http"]),
        (#"script "nc -z -w1 127.0.0.1 80""#, ["nc", "-z", "-w1", "127.0.0.1", "80"]),
        (#"script "nc -z 127.0.0.1 0""#, ["nc", "-z", "127.0.0.1", "0"]),
        (#"script "sh -c 'pidof nginx || true'""#, ["sh", "-c", "pidof nginx || true"]),
        (#"script "sh -c 'pidof $NAME'""#, ["sh", "-c", "pidof $NAME"]),
        (#"script "sh -c '! pidof nginx'""#, ["sh", "-c", "! pidof nginx"]),
        (#"script "sh -c 'pidof nginx >/tmp/x'""#, ["sh", "-c", "pidof nginx >/tmp/x"]),
        (#"script "sh -c '</dev/tcp/127.0.0.1/80'""#, ["sh", "-c", "</dev/tcp/127.0.0.1/80"]),
        (#"script "sh -c""#, ["sh", "-c"]),
        (#"script "sh -e -c 'pidof nginx'""#, ["sh", "-e", "-c", "pidof nginx"]),
        (#"script "/opt/check_nginx""#, ["/opt/check_nginx"]),
        (#"script "/x/y 'a b' c""#, ["/x/y", "a b", "c"]),
        (#"script "/x a\\ b""#, ["/x", "a b"]),
        (#"script "/x \x41\102""#, ["/x", "AB"]),
        (#"script "/x $HOME `id`; ls""#, ["/x", "$HOME", "`id`;", "ls"]),
        (#"script /bin/test -e /x"#, ["/bin/test"]),
    ]

    @Test("anything else runs as keepalived runs it", arguments: programs)
    func program(line: String, arguments: [String]) throws {
        let check = try self.script(line)
        #expect(check.kind == "exec")
        #expect(check.options.arguments == arguments)
        #expect(check.options.argument == .string(arguments[0]))
        #expect(check.options.values["protocol"] == .string("keepalived"))
        #expect(!check.isNative)
    }

    @Test("a redirection of another file is left to the shell")
    func redirection() throws {
        let check = try self.script(#"script "</run/service.ready""#)
        #expect(check.kind == "shell")
        #expect(check.options.arguments == ["</run/service.ready"])
        #expect(!check.isNative)
    }

    @Test("native_scripts off runs the program")
    func nativeScriptsOff() throws {
        let check = try self.script(#"script "pidof nginx""#, global: "native_scripts off")
        #expect(check.kind == "exec")
        #expect(check.options.arguments == ["pidof", "nginx"])
        #expect(check.origin == .script(command: "pidof nginx", native: false))
        let redirection = try self.script(#"script "</dev/tcp/127.0.0.1/80""#, global: "native_scripts off")
        #expect(redirection.kind == "shell")
    }

    static let schedules: [(String, CheckSchedule)] = [
        ("", CheckSchedule(interval: .seconds(1), timeout: .seconds(1))),
        ("interval 2", CheckSchedule(interval: .seconds(2), timeout: .seconds(2))),
        ("interval 0.25\ntimeout 0", CheckSchedule(interval: .milliseconds(250), timeout: .milliseconds(250))),
        ("interval 2\ntimeout 0.5", CheckSchedule(interval: .seconds(2), timeout: .milliseconds(500))),
        ("rise 3\nfall 2", CheckSchedule(interval: .seconds(1), timeout: .seconds(1), rise: 3, fall: 2)),
    ]

    @Test("the schedule", arguments: schedules)
    func schedule(lines: String, schedule: CheckSchedule) throws {
        #expect(try self.script("script x", lines).schedule == schedule)
    }

    static let weights: [(String, CheckWeight)] = [
        ("", .fault), ("weight 0", .fault), ("weight -60", CheckWeight(value: -60)),
        ("weight 20", CheckWeight(value: 20)), ("weight 253", CheckWeight(value: 253)),
        ("weight -253 reverse", CheckWeight(value: -253, reverse: true)),
        ("weight 0 reverse", CheckWeight(value: 0, reverse: true)), ("weight +5", CheckWeight(value: 5)),
    ]

    @Test("the weight", arguments: weights)
    func weight(lines: String, weight: CheckWeight) throws {
        #expect(try self.script("script x", lines).weight == weight)
    }

    @Test("who runs it: its own user, the global one, or nobody said")
    func user() throws {
        #expect(try self.script("script x").user == nil)
        #expect(try self.script("script x", global: "script_user a b").user == ScriptUser(user: "a", group: "b"))
        let own = try self.script("script x", "user c", global: "script_user a b")
        #expect(own.user == ScriptUser(user: "c"))
    }

    @Test("init_fail works here")
    func startsDown() throws {
        #expect(try self.script("script x").initialHealth == .unknown)
        #expect(try self.script("script x", "init_fail").initialHealth == .down)
    }

    @Test("the summary says how each script runs")
    func summary() throws {
        let result = parse(
            "vrrp_script a {\nscript \"pidof x\"\n}\nvrrp_script b {\nscript /x\n}\ncheck c {\nprocess y\n}"
        )
        let scripts = try #require(result.configuration).scripts
        #expect(
            scripts.map(\.description) == [
                "vrrp_script a: 'pidof x' runs natively as process, without a fork",
                "vrrp_script b: '/x' runs as a program (exec)",
            ]
        )
    }

    static let notifies: [(String, NotifyScript)] = [
        ("notify_master /x", NotifyScript(command: ["/x"])),
        (#"notify_master "/x 'a b' c""#, NotifyScript(command: ["/x", "a b", "c"])),
        (#"notify_master "/x y" u"#, NotifyScript(command: ["/x", "y"], user: ScriptUser(user: "u"))),
        (#"notify_master "/x" u g"#, NotifyScript(command: ["/x"], user: ScriptUser(user: "u", group: "g"))),
        ("notify_master /bin/echo a b", NotifyScript(command: ["/bin/echo"], user: ScriptUser(user: "a", group: "b"))),
    ]

    @Test("a notify line: command, user, group", arguments: notifies)
    func notify(line: String, script: NotifyScript) {
        let result = parse(instance(line))
        #expect(result.only?.notify.master == script, "\(result.summary)")
    }
}

extension CheckDefinition {
    fileprivate var isNative: Bool {
        switch self.origin {
        case .check, .trackProcess, .trackFile: false
        case .script(_, let native): native
        }
    }
}
