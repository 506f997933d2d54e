import Checks
import Configuration
import Foundation
import Testing

@testable import baton

/// `baton config convert`: scripts become checks, and nothing else changes.
@Suite(.timeLimit(.minutes(2))) struct ConfigConvertTests {
    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
    }

    static let text = """
        # The web pair.
        global_defs {
            router_id LB1
            script_user nobody
        }

        # nginx must run
        vrrp_script chk_nginx {
            # every two seconds
            script "pidof nginx"
            interval 2   ! not faster
            weight -20
        }
        vrrp_script chk_port { script "nc -z 127.0.0.1 8080" }
        vrrp_script chk_api
        {
            script "/usr/bin/curl -sf -m 2 -o /dev/null http://localhost:6443/healthz"
            interval 3
            timeout 5
            rise 2
            fall 4
        }
        vrrp_script chk_own {
            script "/usr/local/bin/check.sh 'a b' \\"c\\" $HOME"
            user root root
            interval 0.5
            init_fail
        }
        @never vrrp_script chk_cond {
        $SCRIPT=script "/usr/bin/true"
        vrrp_script chk_def {
            $SCRIPT
        }
        include "more/*.conf"

        vrrp_instance VI_1 {
            interface eth0   # the only one
            virtual_router_id 51
            priority 150
            virtual_ipaddress {
                10.0.0.1/24
            }
            track_script {
                chk_nginx
                chk_port weight 5
                chk_api
                chk_own
                chk_def
                chk_more
            }
        }

        """

    private func convert(_ arguments: String...) throws -> Program.Result {
        try self.folder.write("k.conf", Self.text.replacingOccurrences(of: "@never vrrp_script chk_cond {\n", with: ""))
        let more = "\(self.folder.path)/more"
        try FileManager.default.createDirectory(atPath: more, withIntermediateDirectories: true)
        try "vrrp_script chk_more {\n script \"pidof x\"\n}\n".write(
            toFile: "\(more)/a.conf",
            atomically: true,
            encoding: .utf8
        )
        return try Program.baton(["config", "convert", "k.conf"] + arguments, in: self.folder.path)
    }

    @Test("each script becomes the check it amounts to, with its schedule, user and comments")
    func checks() throws {
        let result = try self.convert("--output", "new")
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(
            try self.folder.read("new/checks.d/chk_nginx.conf") == """
                # From k.conf:8: script pidof nginx
                check chk_nginx {
                    # every two seconds
                    ! not faster
                    process nginx
                    interval 2
                    weight -20
                }

                """
        )
        let port = try self.folder.read("new/checks.d/chk_port.conf")
        #expect(port.contains("\n    tcp 127.0.0.1:8080\n    interval 1\n}"))
        #expect(
            try self.folder.read("new/checks.d/chk_api.conf").contains(
                """
                    http http://localhost:6443/healthz {
                        expect_status 100-399
                    }
                    interval 3
                    timeout 2
                    rise 2
                    fall 4
                """
            )
        )
        let own = try self.folder.read("new/checks.d/chk_own.conf")
        #expect(own.contains(#"    exec /usr/local/bin/check.sh "a b" c "$HOME""#))
        #expect(own.contains("    interval 0.5\n    user root root\n    init_fail\n}"))
    }

    @Test("the rest stays as it was, comments and all, and names the folder")
    func rest() throws {
        #expect(try self.convert("--output", "new", "--checks-dir", "health").code == 0)
        let text = try self.folder.read("new/k.conf")
        #expect(text.hasPrefix("# The web pair.\nglobal_defs {\n    checks_dir health\n    router_id LB1\n"))
        #expect(text.contains("# nginx must run\n# vrrp_script chk_nginx is a check now: health/chk_nginx.conf\n"))
        #expect(text.contains("    interface eth0   # the only one\n"))
        #expect(!text.contains("pidof nginx") && !text.contains("8080"))
    }

    @Test("what cannot be converted stays, with the reason")
    func obstacles() throws {
        let result = try self.convert("--output", "new")
        #expect(result.output.contains("vrrp_script chk_def: left as it is: a condition, a definition"))
        #expect(result.output.contains("vrrp_script chk_more: left as it is: it stands in"))
        #expect(result.output.contains("chk_own: exec /usr/local/bin/check.sh"))
        #expect(result.output.contains("it runs as the program it is"))
        #expect(try self.folder.read("new/k.conf").contains("vrrp_script chk_def {\n    $SCRIPT\n}"))
        // The include still names the same files from where the new file is.
        #expect(try self.folder.read("new/k.conf").contains("/more/*.conf\""))
    }

    @Test("the result means the same: what config show says of it has not changed")
    func sameMeaning() throws {
        #expect(try self.convert("--output", "new").code == 0)
        func document(_ file: String) throws -> JSONValue {
            let result = try Program.baton(["config", "show", file, "--format", "json"], in: self.folder.path)
            return try JSONValue(parsing: Array(result.output.utf8))
        }
        let (before, after) = (try document("k.conf"), try document("new/k.conf"))
        guard case .object(var old)? = before["instances"]?.array?.first,
            case .object(var new)? = after["instances"]?.array?.first
        else {
            Issue.record("no instance")
            return
        }
        old["origins"] = nil
        new["origins"] = nil
        #expect(old == new)
        let scripts = before["scripts"]?.array ?? []
        let checks = (after["checks"]?.array ?? []) + (after["scripts"]?.array ?? [])
        #expect(checks.count == scripts.count)
        for script in scripts {
            let check = checks.first { $0["name"] == script["name"] }
            for name in ["interval", "weight", "weight_reverse", "rise", "fall"] {
                #expect(check?[name] == script[name], "\(script["name"]?.string ?? "") \(name)")
            }
        }
    }

    static let trackers = """
        vrrp_track_process web {
            # at least two
            process nginx
            quorum 2
            weight -40
            terminate_delay 0.5
        }
        vrrp_track_process db {
            process /usr/bin/postgres "-D /x"
            param_match initial
        }
        vrrp_track_process heavy {
            process h
            weight 254
        }
        vrrp_track_process beside {
            process b
        }
        vrrp_track_process odd {
            process o
            delay 1.000001
        }
        track_file drain {
            file /run/drain
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 1
            virtual_ipaddress {
                10.0.0.1
            }
            track_process {
                web weight -30   # less here
            }
            track_process { "db" }
            track_file {
                drain
            }
        }
        vrrp_instance VI_2 {
            interface eth0
            virtual_router_id 2
            virtual_ipaddress {
                10.0.0.2
            }
            track_process {
                heavy
                beside
            }
            track_process {
                odd
            }
        }

        """

    @Test("a tracker of processes becomes the check it is, or is left with the reason")
    func trackers() throws {
        try self.folder.write("t.conf", Self.trackers)
        let result = try Program.baton(["config", "convert", "t.conf", "--output", "new"], in: self.folder.path)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(
            try self.folder.read("new/checks.d/web.conf") == """
                # From t.conf:1: vrrp_track_process, process nginx
                check web {
                    # at least two
                    process nginx {
                        count 2-1000000
                    }
                    interval 1
                    fast_interval 0.05
                    down_interval 0.2
                    fall 11
                    weight -40
                }

                """
        )
        #expect(try self.folder.read("new/checks.d/db.conf").contains("    process {\n        cmdline "))
        let text = try self.folder.read("new/t.conf")
        #expect(text.contains("# vrrp_track_process web is a check now: checks.d/web.conf\n"))
        #expect(
            text.contains(
                "    track_script {\n        web weight -30   # less here\n    }\n    track_script { \"db\" }"
            )
        )
        #expect(text.contains("    track_process {\n        heavy\n        beside\n    }"))
        let expected = [
            "vrrp_track_process web: process nginx (checks.d/web.conf), tracked by track_script",
            "vrrp_track_process db: process (checks.d/db.conf), tracked by track_script",
            "vrrp_track_process heavy: left as it is: no check weighs more than 253",
            "vrrp_track_process beside: left as it is: it is tracked in one block with heavy, which stays",
            "vrrp_track_process odd: left as it is: a tenth of its delay is no number of microseconds",
            "track_file drain: left as it is: it is native already, and a check has no init_file",
        ]
        for line in expected { #expect(result.output.contains(line), "\(result.output)") }
        #expect(result.output.contains("new/t.conf: means the same as t.conf"))
    }

    @Test("trackers of a sync group, and trackers that are tracked in an included file")
    func trackersOfGroups() throws {
        let start = Self.trackers.prefix(
            upTo: try #require(Self.trackers.range(of: "vrrp_track_process heavy")).lowerBound
        )
        let instance = "vrrp_instance V {\n interface e\n virtual_router_id 1\n virtual_ipaddress {\n  10.0.0.1\n }\n"
        let group = "vrrp_sync_group G {\n group {\n  V\n }\n track_process {\n  db\n }\n}\n"
        try self.folder.write("list.conf", "track_process {\n web weight 0\n}\n")
        try self.folder.write("g.conf", start + group + instance + " include list.conf\n}\n")
        let result = try Program.baton(["config", "convert", "g.conf", "--output", "new"], in: self.folder.path)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("vrrp_track_process db: process (checks.d/db.conf)"))
        #expect(
            result.output.contains("web: left as it is: V tracks it in a file that is included"),
            "\(result.output)"
        )
        #expect(try self.folder.read("new/g.conf").contains(" track_script {\n  db\n }\n}"))
    }

    @Test("nothing is written over, unless that is wanted")
    func force() throws {
        #expect(try self.convert("--output", "new").code == 0)
        let again = try self.convert("--output", "new")
        #expect(again.code == 73 && again.errors.contains("new/k.conf exists; nothing is written"))
        #expect(try self.convert("--output", "new", "--force").code == 0)
        #expect(try self.convert("--checks-dir", "../x").code == 64)
        #expect(try Program.baton(["config", "convert", "none.conf"], in: self.folder.path).code == 4)
    }

    /// The rest of a configuration with one script `chk`.
    static let instance = """
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 51
            virtual_ipaddress {
                10.0.0.1
            }
            track_script {
                chk
            }
        }

        """

    private func convert(text: String, _ arguments: String...) throws -> Program.Result {
        try self.folder.write("t.conf", text)
        let result = try Program.baton(["config", "convert", "t.conf"] + arguments, in: self.folder.path)
        if result.code != 0 { #expect(throws: (any Error).self) { try self.folder.read("converted/t.conf") } }
        return result
    }

    static let script = "vrrp_script chk {\n  script \"pidof nginx\"\n}\n"

    @Test(
        "checks_dir has a place whatever the file begins with",
        arguments: [
            (Self.script, "global_defs {\n    checks_dir checks.d\n}\n\n# vrrp_script chk is"),
            ("# mine\n\n" + Self.script, "# mine\n\nglobal_defs {\n    checks_dir checks.d\n}\n\n# vrrp_script chk"),
            (
                "global_defs { router_id x }\n" + Self.script,
                "global_defs {\n    checks_dir checks.d\n    router_id x }\n# vrrp_script"
            ),
            (
                "global_defs # foo {\n\n{ # bar\n}\n" + Self.script,
                "global_defs # foo {\n\n{ # bar\n    checks_dir checks.d\n}\n"
            ),
            (
                "@node2 global_defs { router_id x }\n" + Self.script,
                "global_defs {\n    checks_dir checks.d\n}\n\n@node2 global_defs"
            ),
        ]
    )
    func beginnings(text: String, beginning: String) throws {
        let result = try self.convert(text: text + Self.instance)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        let written = try self.folder.read("converted/t.conf")
        #expect(written.hasPrefix(beginning), "\(written)")
        #expect(try self.folder.read("converted/checks.d/chk.conf").contains("process nginx"))
    }

    @Test("lines that end in CR LF stay lines, and keep their ends")
    func carriageReturns() throws {
        let text = ("global_defs { router_id x }\n# own\n" + Self.script + Self.instance)
            .replacingOccurrences(of: "\n", with: "\r\n")
        let result = try self.convert(text: text)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        let written = try self.folder.read("converted/t.conf")
        #expect(
            written.hasPrefix("global_defs {\r\n    checks_dir checks.d\r\n    router_id x }\r\n# own\r\n# vrrp_script")
        )
        #expect(written.contains("\r\n    interface eth0\r\n") && !written.contains("pidof"))
    }

    @Test("bytes of another encoding stay what they are")
    func bytes() throws {
        let path = "\(self.folder.path)/b.conf"
        let comment: [UInt8] = [0x23, 0x20, 0xe4, 0xf6, 0x0a]
        try Data(comment + Array((Self.script + Self.instance).utf8)).write(to: URL(filePath: path))
        #expect(try Program.baton(["config", "convert", "b.conf"], in: self.folder.path).code == 0)
        let written = try Data(contentsOf: URL(filePath: "\(self.folder.path)/converted/b.conf"))
        #expect(Array(written.prefix(5)) == comment)
    }

    @Test("what include lines, folders of checks and files of keys name is named absolutely, conditions and all")
    func paths() throws {
        let own = self.folder.path
        for name in ["e", "more", "two.inc"] { try self.folder.write(name, "# nothing\n") }
        try FileManager.default.createDirectory(atPath: "\(own)/checks", withIntermediateDirectories: true)
        try self.folder.write("checks/x.conf", "check x {\n process x\n}\n")
        try self.folder.write("key", String(repeating: "k", count: 32))
        chmod("\(own)/key", 0o600)
        let text = """
            include e
            @^t2 include two.inc  # include two.inc
            @t2 includer "more"
            global_defs { checks_dir "checks"
            }

            """
        let instance = Self.instance.replacingOccurrences(
            of: "    interface eth0\n",
            with: "    interface eth0\n    auth_hmac {\n        key 1 file:key\n        active_key 1\n    }\n"
        )
        let result = try self.convert(text: text + Self.script + instance)
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        let written = try self.folder.read("converted/t.conf")
        let folder = SourceFolder.ofConfiguration("\(own)/t.conf")
        #expect(
            written.hasPrefix(
                """
                include \(folder)/e
                @^t2 include \(folder)/two.inc  # include two.inc
                @t2 includer "\(folder)/more"
                global_defs {
                    checks_dir checks.d
                    checks_dir "\(folder)/checks"
                }
                """
            ),
            "\(written)"
        )
        #expect(written.contains("key 1 file:\(folder)/key\n"))
    }

    @Test(
        "a path that only the parser knows is a reason to write nothing",
        arguments: [
            ("include ${_PWD}/more", "line 1 uses _PWD"),
            ("$M=$_PWD\ninclude ${M}/more", "line 1 uses _PWD"),
            ("$M=more\ninclude ${M}", "line 2 names '${M}'"),
            ("$M=include more\n$M", "line 1 names 'more'"),
            ("$M=\\\ninclude more\n$M", "line 2 names 'more'"),
            ("~SEQ(i, 1, 2) include more", "line 1 names 'more'"),
        ]
    )
    func unknownPaths(line: String, reason: String) throws {
        try self.folder.write("more", "# nothing\n")
        let result = try self.convert(text: line + "\n" + Self.script + Self.instance)
        #expect(result.code == 1)
        #expect(result.errors.contains("t.conf is not converted: \(reason)"), "\(result.errors)")
    }

    @Test("a result that would not mean the same, for whatever node, is not written, and the next try says so again")
    func otherMeaning() throws {
        // The folder holds a check already, which the new configuration would read as well.
        try FileManager.default.createDirectory(
            atPath: "\(self.folder.path)/converted/checks.d",
            withIntermediateDirectories: true
        )
        try self.folder.write("converted/checks.d/old.conf", "@t2 check old {\n@t2 process x\n@t2 }\n")
        for _ in 0..<2 {
            let result = try self.convert(text: "@t2 # a word\n" + Self.script + Self.instance)
            #expect(result.code == 1, "\(result.output)\(result.errors)")
            #expect(result.errors.contains("@t2: check old is new"), "\(result.errors)")
        }
        // No line of this one speaks of t2.
        #expect(try self.convert(text: Self.script + Self.instance).code == 0)
    }

    @Test("timeout and user are compared as well")
    func comparison() throws {
        let text = """
            vrrp_script chk {
                script "/bin/true"
                interval 3
                timeout 2
                user nobody
            }

            """
        #expect(try self.convert(text: text + Self.instance).code == 0)
        func load(_ name: String, _ text: String) throws -> LoadedConfiguration {
            let path = try self.folder.write(name, text)
            var reader = UnwrittenReader([:], facts: SourceBundle.Facts())
            return try #require(LoadedConfiguration(path, reader: &reader, plugins: BuiltinPlugins.descriptions))
        }
        let original = try load("t.conf", text + Self.instance)
        let conversion = try Conversion(
            original,
            text: Array((text + Self.instance).utf8),
            folder: "/",
            checksFolder: "checks.d"
        )
        let check = try self.folder.read("converted/checks.d/chk.conf")
        #expect(conversion.changes(from: original, to: try load("u.conf", check + Self.instance)).isEmpty)
        for (old, new) in [("timeout 2", "timeout 1"), ("user nobody", "user root"), ("/bin/true", "/bin/false")] {
            let other = check.replacingOccurrences(of: old, with: new)
            let changes = conversion.changes(from: original, to: try load("u.conf", other + Self.instance))
            #expect(changes == ["check chk is not what it was"], "\(old)")
        }
    }

    /// A command line, and the lines of the http check it amounts to; nil = it stays a program.
    static let curls: [(String, [String]?)] = [
        ("curl http://a/", ["http://a/", "expect_status 100-599"]),
        ("/usr/bin/curl -f a:80/x", ["http://a:80/x", "expect_status 100-399"]),
        ("curl --fail --silent --output /dev/null https://a/", ["https://a/", "expect_status 100-399"]),
        ("curl -skf https://a/", ["https://a/", "expect_status 100-399", "verify off"]),
        ("curl -fI http://a/", ["http://a/", "expect_status 100-399", "method HEAD"]),
        ("curl -o/dev/null http://a/", ["http://a/", "expect_status 100-599"]),
        ("curl -fL http://a/", nil), ("curl -f http://a/ http://b/", nil), ("curl -H x:y http://a/", nil),
        ("curl -f ftp://a/", nil), ("curl", nil), ("curl -m x http://a/", nil), ("curl -o", nil),
        ("curl -u a:b http://a/", nil), ("curl http://a:b@c/", nil), ("wget http://a/", nil),
        ("curl http://a/[1-3]", nil),
    ]

    @Test("curl is asked for by http where that is the very same", arguments: curls)
    func curl(command: String, expected: [String]?) {
        let request = CurlCommand(command.split(separator: " ").map(String.init))
        #expect(request.map { [$0.url] + $0.options } == expected)
    }
}
