import Checks
import Configuration
import Testing

@Suite("Words about processes") struct ProcessWordTests {
    private func settings(_ text: String) throws -> ProcessSettings {
        let result = parse(text + "\n" + instance(""))
        #expect(result.summary == [])
        return try #require(result.configuration).global.processes
    }

    @Test("every word")
    func everyWord() throws {
        let found = try self.settings(
            """
            instance blue
            use_pid_dir
            child_wait_time 9
            global_defs {
                startup_script "/bin/begin now" nobody nogroup
                startup_script_timeout 20
                shutdown_script /bin/end
                shutdown_script_timeout 1000
                umask 027
                set_supplementary_groups
                use_symlink_paths
                process_name parent
                process_names
                vrrp_priority -20
                vrrp_no_swap off
                vrrp_cpu_affinity 0 3
                vrrp_rlimit_rttime 5000
                max_auto_priority
                min_auto_priority_delay 250
                vrrp_netlink_cmd_rcv_bufs 4096
                vrrp_netlink_cmd_rcv_bufs_force
                vrrp_netlink_monitor_rcv_bufs 8192
                vrrp_netlink_monitor_rcv_bufs_force no
                config_save_dir /var/lib/kept
            }
            """
        )
        var expected = ProcessSettings()
        expected.instance = "blue"
        expected.usesPIDFolder = true
        expected.childWait = .seconds(9)
        expected.startup.script = NotifyScript(
            command: ["/bin/begin", "now"],
            user: ScriptUser(user: "nobody", group: "nogroup", hasSupplementaryGroups: true)
        )
        expected.startup.timeout = .seconds(20)
        expected.shutdown.script = NotifyScript(command: ["/bin/end"])
        expected.shutdown.timeout = .seconds(1000)
        expected.umask = 0o27
        expected.hasSupplementaryGroups = true
        expected.name = "parent"
        expected.routerName = "batond_vrrp"
        expected.router.niceness = -20
        expected.router.isLocked = false
        expected.router.processors = [0, 3]
        expected.router.realTimeLimit = .microseconds(5000)
        expected.router.maximumAutomaticPriority = 99
        expected.router.automaticPriorityDelay = .microseconds(250)
        expected.router.commandBuffer.bytes = 4096
        expected.router.commandBuffer.mayExceedLimit = true
        expected.router.monitorBuffer.bytes = 8192
        expected.router.monitorBuffer.mayExceedLimit = false
        expected.saveFolder = "/var/lib/kept"
        #expect(found == expected)
    }

    @Test(
        "masks, in numbers as C writes them and in names",
        arguments: [
            ("0177", 0o177), ("0", 0), ("63", 63), ("0x3f", 0x3f), ("0777", 0o777), ("IXUSR|IRWXG|IRWXO", 0o177),
            ("IXUSR | IRWXG | IRWXO", 0o177), ("IRUSR", 0o400), ("IWOTH|IXOTH|IRGRP|IWGRP|IXGRP|IROTH", 0o77),
        ] as [(String, UInt32)]
    )
    func masks(text: String, mask: UInt32) throws {
        #expect(try self.settings("global_defs {\n umask \(text)\n}").umask == mask)
    }

    @Test(
        "what is no value is an error",
        arguments: [
            "umask", "umask 01777", "umask 8x", "umask IRWX", "umask IRUSR|", "umask 1 2", "umask 512",
            "startup_script_timeout 0", "shutdown_script_timeout 1001", "vrrp_priority 20", "vrrp_cpu_affinity",
            "vrrp_cpu_affinity x", "vrrp_rlimit_rttime 1", "max_auto_priority 100", "min_auto_priority_delay 0",
            "process_name sixteen-letters-", "config_save_dir relative", "vrrp_netlink_cmd_rcv_bufs 0",
            "reload_time_file relative", "reload_file /folder/", "startup_script \"\"",
        ]
    )
    func errors(line: String) {
        #expect(parse("global_defs {\n \(line)\n}\n" + instance("")).configuration == nil)
    }

    @Test("-1 asks for no higher priority", arguments: ["-1", "0"])
    func noAutomaticPriority(value: String) throws {
        let found = try self.settings("global_defs {\n max_auto_priority \(value)\n}")
        #expect(found.router.maximumAutomaticPriority == 0)
    }

    @Test(
        "reload_file without a path stands where the pid file does",
        arguments: [
            ("", "/run/keepalived.reload"), ("use_pid_dir", "/run/keepalived/keepalived.reload"),
            ("use_pid_dir\ninstance a", "/run/keepalived/keepalived_a.reload"),
        ]
    )
    func marker(head: String, path: String) throws {
        let result = parse("global_defs {\n reload_file\n}\n\(head)\n" + instance(""))
        #expect(try #require(result.configuration).global.reload.markerFile == path)
    }

    private static let scripts = """
        vrrp_script plain {
            script "/bin/plain"
        }
        vrrp_script named {
            script "/bin/named"
            user root
        }
        vrrp_script native {
            script "pidof nginx"
        }
        """

    @Test("scripts run as keepalived_script where the host has that user and nobody says otherwise")
    func defaultUser() throws {
        var reader = MemoryReader(files: ["k.conf": Self.scripts + "\n" + instance("notify /bin/told")])
        reader.users = ["keepalived_script"]
        var recorder = RecordingReader(reader, mainFile: "k.conf")
        let found = ConfigurationParser.parse(
            reader: &recorder,
            mainFile: "k.conf",
            plugins: BuiltinPlugins.descriptions
        )
        let configuration = try #require(found.configuration)
        let users = configuration.checks.map { $0.user?.user }
        #expect(users == ["keepalived_script", "root", nil], "a check that runs no program needs no user")
        #expect(configuration.instances[0].notify.any?.user == ScriptUser(user: "keepalived_script"))
        #expect(configuration.global.scriptUser == ScriptUser(user: "keepalived_script"))
        // The other processes have no host to ask.
        let copy = try SourceBundle(decoding: recorder.bundle.encoded())
        #expect(copy.parsed().configuration == configuration)
    }

    @Test("no user is looked for where script_user names one, or nothing needs one")
    func noLookUp() throws {
        for text in ["global_defs {\n script_user root\n}\n" + Self.scripts, ""] {
            var reader = MemoryReader(files: ["k.conf": text + "\n" + instance("")])
            reader.users = ["keepalived_script"]
            var recorder = RecordingReader(reader, mainFile: "k.conf")
            _ = ConfigurationParser.parse(reader: &recorder, mainFile: "k.conf", plugins: BuiltinPlugins.descriptions)
            #expect(recorder.bundle.users.isEmpty)
        }
    }
}
