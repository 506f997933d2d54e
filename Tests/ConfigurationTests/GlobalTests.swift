import Checks
import Configuration
import Testing
import VRRP

@Suite struct GlobalTests {
    @Test("defaults")
    func defaults() {
        #expect(parse("").configuration == AgentConfiguration())
    }

    @Test("every word with an effect")
    func everyWord() throws {
        let result = parse(
            """
            global_defs {
                router_id node-a
                script_user nobody nogroup
                enable_script_security
                vrrp_version 3
                vrrp_garp_master_delay 1
                vrrp_garp_master_repeat 2
                vrrp_garp_master_refresh 60
                vrrp_garp_master_refresh_repeat 4
                vrrp_garp_interval 0.001
                vrrp_down_timer_adverts 4
                vrrp_rt_priority 50
                vrrp_mcast_group4 224.0.0.19
                control_socket /run/x.sock
                startup_timeout 3
                native_scripts off
                checker_grace 1.5
                notify_timeout 5
                reload_time_file /etc/when
                reload_repeat
                reload_file /run/busy
                reload_check_config /var/log/reload
            }
            """ + "\n" + instance("")
        )
        #expect(result.summary == [])
        let global = try #require(result.configuration?.global)
        var expected = GlobalConfiguration()
        expected.routerID = "node-a"
        expected.scriptUser = ScriptUser(user: "nobody", group: "nogroup")
        expected.enableScriptSecurity = true
        expected.version = .v3
        expected.gratuitousARP.masterDelay = .seconds(1)
        expected.gratuitousARP.masterRepeat = 2
        expected.gratuitousARP.masterRefresh = .seconds(60)
        expected.gratuitousARP.masterRefreshRepeat = 4
        // Not given, so as for becoming master.
        expected.gratuitousARP.lowerPriorityDelay = .seconds(1)
        expected.gratuitousARP.lowerPriorityRepeat = 2
        expected.gratuitousARPInterval = .milliseconds(1)
        expected.masterDownAdvertisements = 4
        expected.realTimePriority = 50
        expected.multicastGroup = IPv4Address(224, 0, 0, 19)
        expected.controlSocket = "/run/x.sock"
        expected.startupTimeout = .seconds(3)
        expected.nativeScripts = false
        expected.checkerGrace = .milliseconds(1500)
        expected.notifyTimeout = .seconds(5)
        expected.reload.timeFile = "/etc/when"
        expected.reload.repeatsDaily = true
        expected.reload.markerFile = "/run/busy"
        expected.reload.checkLog = "/var/log/reload"
        #expect(global == expected)

        let router = try #require(result.only?.router)
        #expect(router.version == .v3)
        #expect(router.masterDownAdvertisements == 4)
        #expect(router.gratuitousARP == expected.gratuitousARP)
    }

    @Test("global words reach scripts and instances wherever they stand")
    func order() {
        let result = parse(
            "vrrp_script s {\nscript \"pidof x\"\n}\n" + instance("track_script {\ns\n}")
                + "global_defs {\nnative_scripts off\nscript_user u\nvrrp_garp_lower_prio_delay 9\n"
                + "vrrp_garp_lower_prio_repeat 0\n}"
        )
        #expect(result.configuration?.checks.first?.kind == "exec")
        #expect(result.configuration?.checks.first?.user == ScriptUser(user: "u"))
        #expect(result.only?.router.gratuitousARP.lowerPriorityDelay == .seconds(9))
        #expect(result.only?.router.gratuitousARP.lowerPriorityRepeat == 0)
    }

    static let flags: [(String, Bool)] = [
        ("", true), (" on", true), (" true", true), (" yes", true), (" off", false), (" false", false), (" no", false),
    ]

    @Test("booleans", arguments: flags)
    func flag(word: String, value: Bool) {
        #expect(
            parse("global_defs {\nenable_script_security\(word)\n}").configuration?.global.enableScriptSecurity == value
        )
    }
}
