import Foresight

extension LintFixture {
    static let table: [LintFixture] =
        weights + limits + roles + words + commands + targets

    private static func both(_ first: String, _ second: String) -> [String: String] { ["a": first, "b": second] }

    /// W01, W02, W03, W10, W11.
    private static let weights: [LintFixture] = [
        LintFixture(.weightBelowGap, finds: true, "150/100 with -30", pair(150, 100, weight: -30), says: "120"),
        LintFixture(.weightBelowGap, finds: true, "103/100 with +2", pair(103, 100, weight: 2), says: "103"),
        LintFixture(.weightBelowGap, finds: false, "150/100 with -60", pair(150, 100, weight: -60)),
        LintFixture(.weightBelowGap, finds: false, "150/100 with +60", pair(150, 100, weight: 60)),
        LintFixture(.weightBelowGap, finds: false, "a fault", pair(150, 100, weight: nil)),
        LintFixture(
            .weightBelowGap,
            finds: false,
            "one node alone",
            ["a": script("pidof x", weight: -5) + instance(150)]
        ),
        LintFixture(
            .weightBelowGap,
            finds: false,
            "-60 with reverse of a script that passes when it is bad",
            both(
                script("pidof bad") + instance(150, tracks: ["chk weight 60 reverse"]),
                script("pidof bad") + instance(100, tracks: ["chk weight 60 reverse"])
            )
        ),
        LintFixture(
            .weightBelowGap,
            finds: true,
            "an interface of -10",
            both(
                script("pidof x") + instance(150, more: "track_interface {\n eth1 weight -10\n }"),
                script("pidof x") + instance(100, more: "track_interface {\n eth1 weight -10\n }")
            ),
            says: "140"
        ),
        LintFixture(.weightEqualsGap, finds: true, "150/100 with -50", pair(150, 100, weight: -50), says: "100"),
        LintFixture(.weightEqualsGap, finds: false, "150/100 with -51", pair(150, 100, weight: -51)),
        LintFixture(
            .wrongSign,
            finds: true,
            "200/100 with +101 on the first",
            both(script("pidof x", weight: 101) + instance(200), script("pidof x") + instance(100)),
            says: "254"
        ),
        LintFixture(.wrongSign, finds: true, "200/100 with +101 on both", pair(200, 100, weight: 101), says: "301"),
        LintFixture(
            .wrongSign,
            finds: true,
            "200 with +101 alone",
            ["a": script("pidof x", weight: 101) + instance(200)]
        ),
        LintFixture(.wrongSign, finds: false, "150/100 with +60", pair(150, 100, weight: 60)),
        LintFixture(
            .weightsOnlyTogether,
            finds: true,
            "three times -5",
            both(
                three(-5) + instance(150, tracks: ["c1", "c2", "c3"]),
                three(-5) + instance(100, tracks: ["c1", "c2", "c3"])
            ),
            says: "135"
        ),
        LintFixture(
            .weightsOnlyTogether,
            finds: false,
            "three times -60",
            both(
                three(-60) + instance(150, tracks: ["c1", "c2", "c3"]),
                three(-60) + instance(100, tracks: ["c1", "c2", "c3"])
            )
        ),
        LintFixture(
            .minorsOutvote,
            finds: true,
            "-15 and four times -5",
            both(severities(-15) + instance(101, tracks: five), severities(-15) + instance(100, tracks: five)),
            says: "20"
        ),
        LintFixture(
            .minorsOutvote,
            finds: false,
            "-30 and four times -5",
            both(severities(-30) + instance(101, tracks: five), severities(-30) + instance(100, tracks: five))
        ),
    ]

    private static let five = ["big", "s1", "s2", "s3", "s4"]

    private static func three(_ weight: Int) -> String {
        (1...3).map { script("pidof p\($0)", weight: weight, name: "c\($0)") }.joined()
    }

    private static func severities(_ weight: Int) -> String {
        script("pidof big", weight: weight, name: "big")
            + (1...4).map { script("pidof p\($0)", weight: -5, name: "s\($0)") }.joined()
    }

    /// W04, W05, W07, W12.
    private static let limits: [LintFixture] = [
        LintFixture(.ceiling, finds: true, "240/210 with +50", pair(240, 210, weight: 50), says: "290"),
        LintFixture(.ceiling, finds: true, "240/204 with +50", pair(240, 204, weight: 50), says: "b 254 are all 254"),
        LintFixture(.ceiling, finds: true, "240 with +50 alone", ["a": script("pidof x", weight: 50) + instance(240)]),
        LintFixture(.ceiling, finds: false, "150/100 with +60", pair(150, 100, weight: 60)),
        LintFixture(.floor, finds: true, "150/100 with -200", pair(150, 100, weight: -200), says: "-50"),
        LintFixture(.floor, finds: true, "150 with -200 alone", ["a": script("pidof x", weight: -200) + instance(150)]),
        LintFixture(.floor, finds: true, "150/100 with -149", pair(150, 100, weight: -149), says: "a 1 are all 1"),
        LintFixture(.floor, finds: false, "200/100 with -120, cut on one", pair(200, 100, weight: -120)),
        LintFixture(.floor, finds: false, "150/100 with -60", pair(150, 100, weight: -60)),
        LintFixture(
            .unwrittenWeight,
            finds: true,
            "one with a weight and one without",
            ["a": script("pidof x", weight: -20) + script("pidof y", name: "y") + instance(150, tracks: ["chk", "y"])],
            says: "'y'"
        ),
        LintFixture(
            .unwrittenWeight,
            finds: false,
            "a weight 0 that is written",
            [
                "a": script("pidof x", weight: -20) + script("pidof y", weight: 0, name: "y")
                    + instance(150, tracks: ["chk", "y"])
            ]
        ),
        LintFixture(
            .unwrittenWeight,
            finds: false,
            "no weight anywhere",
            ["a": script("pidof x") + script("pidof y", name: "y") + instance(150, tracks: ["chk", "y"])]
        ),
        LintFixture(
            .unequalChecks,
            finds: true,
            "a check on the first node only",
            both(
                script("pidof x", weight: -60) + instance(150),
                script("pidof y", weight: -60, name: "y") + instance(100, tracks: ["y"])
            ),
            says: "does not"
        ),
        LintFixture(
            .unequalChecks,
            finds: true,
            "another weight",
            both(script("pidof x", weight: -60) + instance(150), script("pidof x", weight: -70) + instance(100)),
            says: "-70"
        ),
        LintFixture(
            .unequalChecks,
            finds: false,
            "a weight that an owner of the address would not take",
            both(
                LintFixture.instance(255, tracks: []),
                script("pidof x", weight: -60) + instance(100)
            )
        ),
        LintFixture(
            .unequalChecks,
            finds: true,
            "a check that one node only observes",
            both(
                check("process nginx\n weight -60"),
                check("process nginx\n weight -60\n mode observe", priority: 100)
            ),
            says: "on b it is in mode observe"
        ),
        LintFixture(
            .unequalChecks,
            finds: false,
            "the same check under another name",
            both(
                script("pidof x", weight: -60) + instance(150),
                script("pidof x", weight: -60, name: "web") + instance(100, tracks: ["web"])
            )
        ),
    ]

    /// W06, W09, W27, W28.
    private static let roles: [LintFixture] = [
        LintFixture(
            .weightWithoutPreemption,
            finds: true,
            "150/100 with -60",
            pair(150, 100, weight: -60, more: "nopreempt"),
            says: "90"
        ),
        LintFixture(
            .weightWithoutPreemption,
            finds: true,
            "one node alone",
            ["a": script("pidof x", weight: -60) + instance(150, more: "nopreempt")]
        ),
        LintFixture(
            .weightWithoutPreemption,
            finds: false,
            "a fault",
            pair(150, 100, weight: nil, more: "nopreempt")
        ),
        LintFixture(
            .neverFault,
            finds: true,
            "a fault here and a weight there",
            both(script("pidof x") + instance(150), script("pidof x", weight: -60) + instance(100)),
            says: "40"
        ),
        LintFixture(
            .neverFault,
            finds: true,
            "notify_fault that no check can cause",
            ["a": script("pidof x", weight: -60) + instance(150, more: "notify_fault \"/bin/true\"")]
        ),
        LintFixture(.neverFault, finds: false, "150/100 with -60", pair(150, 100, weight: -60)),
        LintFixture(
            .neverFault,
            finds: false,
            "notify_fault and a fault",
            ["a": script("pidof x") + instance(150, more: "notify_fault \"/bin/true\"")]
        ),
        LintFixture(
            .reversedPriorities,
            finds: true,
            "MASTER 1, BACKUP 2",
            both(
                script("pidof x") + instance(1, state: "MASTER"),
                script("pidof x") + instance(2)
            ),
            says: "2"
        ),
        LintFixture(
            .reversedPriorities,
            finds: true,
            "MASTER 1 alone",
            ["a": script("pidof x") + instance(1, state: "MASTER")]
        ),
        LintFixture(
            .reversedPriorities,
            finds: false,
            "MASTER 150, BACKUP 100",
            both(script("pidof x") + instance(150, state: "MASTER"), script("pidof x") + instance(100))
        ),
        LintFixture(
            .preemptionOfMaster,
            finds: true,
            "MASTER with nopreempt",
            ["a": script("pidof x") + instance(150, state: "MASTER", more: "nopreempt")]
        ),
        LintFixture(
            .preemptionOfMaster,
            finds: true,
            "MASTER with preempt_delay",
            ["a": script("pidof x") + instance(150, state: "MASTER", more: "preempt_delay 30")]
        ),
        LintFixture(
            .preemptionOfMaster,
            finds: false,
            "BACKUP with nopreempt",
            ["a": script("pidof x") + instance(150, more: "nopreempt")]
        ),
    ]

    /// W13, W18 to W21, W26: what the parser or a single word shows.
    private static let words: [LintFixture] = [
        LintFixture(
            .undefinedCheck,
            finds: true,
            "a typing mistake",
            ["a": script("pidof x") + instance(150, tracks: ["chkk"])]
        ),
        LintFixture(
            .undefinedCheck,
            finds: true,
            "a check that nothing tracks",
            ["a": script("pidof x") + script("pidof y", name: "y") + instance(150)]
        ),
        LintFixture(
            .undefinedCheck,
            finds: false,
            "a definition behind its use",
            ["a": instance(150) + script("pidof x")]
        ),
        LintFixture(
            .misspeltWord,
            finds: true,
            "raise",
            ["a": script("pidof x", more: "raise 3") + instance(150)],
            says: "raise"
        ),
        LintFixture(.misspeltWord, finds: false, "rise", ["a": script("pidof x") + instance(150)]),
        LintFixture(.priorityOutOfRange, finds: true, "300", ["a": script("pidof x") + instance(300)], says: "300"),
        LintFixture(.priorityOutOfRange, finds: false, "254", ["a": script("pidof x") + instance(254)]),
        LintFixture(.weightOfOwner, finds: true, "255 with -60", ["a": script("pidof x", weight: -60) + instance(255)]),
        LintFixture(.weightOfOwner, finds: false, "255 with a fault", ["a": script("pidof x") + instance(255)]),
        LintFixture(
            .weightInSyncGroup,
            finds: true,
            "a member with -60",
            ["a": script("pidof x", weight: -60) + instance(150) + "vrrp_sync_group G {\n group {\n VI_1\n }\n}\n"]
        ),
        LintFixture(
            .weightInSyncGroup,
            finds: false,
            "a group that counts weights",
            [
                "a": script("pidof x", weight: -60) + instance(150)
                    + "vrrp_sync_group G {\n group {\n VI_1\n }\n sync_group_tracking_weight\n}\n"
            ]
        ),
        LintFixture(
            .processEvents,
            finds: true,
            "net_namespace and vrrp_track_process",
            ["a": "net_namespace blue\n" + tracked],
            says: "blue"
        ),
        LintFixture(.processEvents, finds: false, "vrrp_track_process", ["a": tracked]),
    ]

    private static let tracked =
        "vrrp_track_process web {\n process nginx\n weight -60\n}\n" + script("pidof x")
        + instance(150, more: "track_process {\n web\n }")

    /// W14 to W17, W24, W25, W29.
    private static let commands: [LintFixture] = [
        alone(.printedResult, true, "echo 0 or echo 1", "/bin/sh -c 'pidof x && echo 0 || echo 1'"),
        alone(.printedResult, true, "echo as the program", "/bin/echo 1"),
        alone(.printedResult, true, "a branch", "/bin/sh -c 'if pidof x; then echo 0; else echo 1; fi'"),
        alone(.printedResult, false, "exit behind echo", "/bin/sh -c 'pidof x || { echo 1; exit 1; }'"),
        alone(.printedResult, true, "echo after a semicolon", "/bin/sh -c 'pidof x; echo $?'"),
        alone(.printedResult, false, "only after a success", "/bin/sh -c 'pidof x && echo 0'"),
        alone(.printedResult, false, "exit in a branch", "/bin/sh -c 'if ! pidof x; then exit 1; fi; echo 0'"),
        alone(.printedResult, false, "exit before", "/bin/sh -c 'pidof x || exit 1; echo 0'"),
        alone(.printedResult, false, "set -e before", "/bin/sh -c 'set -e; pidof x; echo 0'"),
        alone(.printedResult, true, "set without -e", "/bin/sh -c 'set -u; pidof x; echo 0'"),
        alone(.printedResult, false, "a word", "/bin/sh -c 'pidof x && echo fine'"),
        LintFixture(
            .printedResult,
            finds: false,
            "output that is looked at",
            ["a": check("shell \"echo 1\" {\n expect_output 1\n }\n fall 2\n rise 2\n timeout 0.5")]
        ),
        alone(.unfitProgram, true, "a home folder", "~/check.sh"),
        alone(.unfitProgram, true, "a relative path", "scripts/check.sh"),
        alone(.unfitProgram, true, "a shell's word", "[[ -e /run/x ]]"),
        alone(.unfitProgram, false, "a whole path", "/usr/local/bin/check.sh --fast"),
        LintFixture(
            .longTimeout,
            finds: true,
            "timeout 5, interval 2",
            [
                "a": "vrrp_script chk {\n script \"/bin/c\"\n interval 2\n timeout 5\n fall 2\n rise 2\n}\n"
                    + instance(150)
            ],
            says: "5 s"
        ),
        LintFixture(
            .longTimeout,
            finds: true,
            "no timeout and fall 1",
            ["a": "vrrp_script chk {\n script \"/bin/c\"\n interval 2\n fall 1\n rise 2\n}\n" + instance(150)]
        ),
        alone(.longTimeout, false, "timeout 1, interval 2", "/bin/c"),
        LintFixture(
            .hastyHealth,
            finds: true,
            "neither fall nor rise",
            ["a": "vrrp_script chk {\n script \"/bin/c\"\n interval 2\n timeout 1\n}\n" + instance(150)],
            says: "fall and rise"
        ),
        LintFixture(
            .hastyHealth,
            finds: false,
            "a process, which reports its end",
            ["a": "vrrp_script chk {\n script \"pidof nginx\"\n interval 2\n}\n" + instance(150)]
        ),
        alone(.hastyHealth, false, "fall 2, rise 2", "/bin/c"),
        alone(.sideEffect, true, "a restart", "/bin/sh -c 'pidof app || systemctl restart app'"),
        alone(.sideEffect, true, "a signal", "/usr/bin/pkill nginx"),
        alone(.sideEffect, true, "an address", "/sbin/ip addr add 10.0.0.1/24 dev eth0"),
        alone(.sideEffect, false, "a question", "/bin/systemctl is-active app"),
        alone(.sideEffect, false, "interfaces that are up", "/sbin/ip link show up"),
        alone(.sideEffect, false, "a list of mounts", "/bin/sh -c 'mount | grep -q /srv'"),
        alone(.sideEffect, false, "signal 0 by its number", "/bin/kill -s 0 1"),
        alone(.sideEffect, false, "mounts of a type", "/bin/mount -t nfs"),
        alone(.sideEffect, true, "a mount", "/bin/mount -t nfs host:/x /x"),
        alone(.sideEffect, true, "all mounts", "/bin/mount -a"),
        alone(.processLookup, false, "a user's long name", "/usr/bin/pgrep -u prometheus-exporter"),
        alone(.processLookup, false, "a short name of such a user", "/usr/bin/pgrep -xu prometheus-exporter node"),
        alone(.processLookup, true, "a long name of a user", "/usr/bin/pgrep -u root telegraf-collector"),
        alone(.sideEffect, false, "signal 0", "/usr/bin/pkill -0 nginx"),
        alone(.processLookup, true, "a long name", "/usr/bin/pgrep -x telegraf-collector"),
        alone(.processLookup, false, "a long name in the command line", "/usr/bin/pgrep -f telegraf-collector"),
        LintFixture(
            .processLookup,
            finds: true,
            "killall -0 as another user",
            ["a": script("/bin/sh -c 'killall -0 nginx && true'", more: "user nobody") + instance(150)]
        ),
        LintFixture(
            .slowFirstResult,
            finds: true,
            "init pass",
            [
                "a": check(
                    "exec /bin/c\n interval 2\n timeout 1\n fall 3\n rise 2\n weight -60\n init pass"
                )
            ],
            says: "6 s"
        ),
        LintFixture(
            .slowFirstResult,
            finds: true,
            "a timeout beyond startup_timeout that is ignored",
            ["a": check("exec /bin/c\n interval 60\n timeout 20\n fall 2\n rise 2\n weight -60\n on_unknown ignore")],
            says: "20 s"
        ),
        LintFixture(
            .slowFirstResult,
            finds: false,
            "a timeout beyond startup_timeout, which is a failure then",
            ["a": check("exec /bin/c\n interval 60\n timeout 20\n fall 2\n rise 2\n weight -60")]
        ),
        LintFixture(
            .slowFirstResult,
            finds: false,
            "a first result in time",
            ["a": check("exec /bin/c\n interval 2\n timeout 1\n fall 2\n rise 2\n weight -60")]
        ),
    ]

    private static func alone(_ rule: LintRule, _ finds: Bool, _ name: String, _ command: String) -> LintFixture {
        LintFixture(rule, finds: finds, name, ["a": script(command, weight: -60) + instance(150)])
    }

    /// W08, W22, W23.
    private static let targets: [LintFixture] = [
        LintFixture(
            .sharedFault,
            finds: true,
            "a database that both nodes ask",
            asking("tcp 10.0.0.9:5432", "weight 0"),
            says: "10.0.0.9"
        ),
        LintFixture(.sharedFault, finds: true, "scope shared", asking("tcp 127.0.0.1:5432", "scope shared")),
        LintFixture(.sharedFault, finds: false, "with a weight", asking("tcp 10.0.0.9:5432", "weight -60")),
        LintFixture(.sharedFault, finds: false, "a service of the node", asking("tcp 127.0.0.1:5432", "weight 0")),
        LintFixture(
            .sharedFault,
            finds: false,
            "each node's own address",
            both(
                check("tcp 10.0.0.2:80\n fall 2\n rise 2\n timeout 0.5"),
                check("tcp 10.0.0.3:80\n fall 2\n rise 2\n timeout 0.5", priority: 100)
            )
        ),
        LintFixture(
            .dependsOnRole,
            finds: true,
            "http to the virtual address",
            asking("http http://192.0.2.1/", "weight -60"),
            says: "192.0.2.1"
        ),
        LintFixture(
            .dependsOnRole,
            finds: true,
            "a script that looks for it",
            pair(150, 100, weight: -60, command: "/bin/sh -c 'ip -4 addr show | grep -q 192.0.2.1/24'")
        ),
        LintFixture(
            .dependsOnRole,
            finds: true,
            "another spelling of an IPv6 address",
            ["a": sixth("http \"http://[2001:DB8:0:0::10]/\"")],
            says: "2001:db8::10"
        ),
        LintFixture(
            .dependsOnRole,
            finds: true,
            "an IPv6 address in a command",
            ["a": sixth("exec /bin/c \"[2001:db8:0::0:10]:80\"")]
        ),
        LintFixture(.dependsOnRole, finds: false, "another IPv6 address", ["a": sixth("exec /bin/c 2001:db8::100")]),
        LintFixture(
            .dependsOnRole,
            finds: true,
            "an address with a port in a command",
            pair(150, 100, weight: -60, command: "/usr/local/bin/chk 192.0.2.1:80")
        ),
        LintFixture(
            .dependsOnRole,
            finds: false,
            "an address that begins alike",
            asking("http http://192.0.2.11/", "weight -60")
        ),
        LintFixture(
            .wrongLayer,
            finds: true,
            "an API elsewhere",
            asking("http https://api.example.org/health", "weight -60"),
            says: "api.example.org"
        ),
        LintFixture(
            .wrongLayer,
            finds: true,
            "curl to an API elsewhere",
            pair(150, 100, weight: -60, command: "/usr/bin/curl -f https://api.example.org/health")
        ),
        command(.wrongLayer, false, "nc with options behind the host", "/bin/nc -z 127.0.0.1 -w 2 80"),
        command(.wrongLayer, true, "nc to a host elsewhere", "/bin/nc -zw 2 10.0.0.9 80", says: "asks 10.0.0.9"),
        command(
            .wrongLayer,
            false,
            "curl with another host in a header",
            "/usr/bin/curl -H Referer:http://x.example/ http://127.0.0.1/"
        ),
        command(.wrongLayer, true, "a URL behind an equals sign", "/bin/c --url=http://x.example/", says: "x.example"),
        command(.wrongLayer, false, "curl with a referer", "/usr/bin/curl -e http://x.example/ http://127.0.0.1/"),
        command(
            .wrongLayer,
            true,
            "curl with options",
            "/usr/bin/curl -sfm 2 -o /dev/null http://x.example/",
            says: "asks x.example"
        ),
        LintFixture(
            .wrongLayer,
            finds: false,
            "an API elsewhere that is meant",
            asking("http https://api.example.org/health", "weight -60\n scope shared")
        ),
        LintFixture(
            .wrongLayer,
            finds: false,
            "the node itself",
            asking("http http://localhost:8080/health", "weight -60")
        ),
    ]

    /// Both nodes run this.
    private static func command(
        _ rule: LintRule,
        _ finds: Bool,
        _ name: String,
        _ command: String,
        says: String = ""
    ) -> LintFixture {
        LintFixture(rule, finds: finds, name, pair(150, 100, weight: -60, command: command), says: says)
    }

    /// One node with this check and an IPv6 address.
    private static func sixth(_ plugin: String) -> String {
        check("\(plugin)\n interval 2\n timeout 0.5\n fall 2\n rise 2\n weight -60")
            .replacing("192.0.2.1/24", with: "2001:db8::10/64")
    }

    /// Both nodes with this check.
    private static func asking(_ plugin: String, _ more: String) -> [String: String] {
        let block = "\(plugin)\n interval 2\n timeout 0.5\n fall 2\n rise 2\n \(more)"
        return both(check(block), check(block, priority: 100))
    }
}
