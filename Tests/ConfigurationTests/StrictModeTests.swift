import Checks
import Configuration
import Testing
import VRRP

/// `strict_mode` and `vrrp_strict`: what the RFC does not know is taken out, what keepalived would end for is an error.
@Suite struct StrictModeTests {
    @Test("everything strict mode takes out, with a warning each")
    func takenOut() throws {
        let result = parse(
            instance(
                """
                strict_mode
                state MASTER
                priority 150
                preempt_delay 5
                down_timer_adverts 5
                lower_prio_no_advert off
                higher_prio_send_advert
                owner_ignore_adverts off
                garp_lower_prio_repeat 7
                authentication {
                auth_type PASS
                auth_pass secret
                }
                """
            )
        )
        #expect(
            result.summary == [
                "3:1 warning in strict mode state is BACKUP with priority 150",
                "5:1 warning in strict mode preempt_delay is not used",
                "6:1 warning in strict mode down_timer_adverts is 3",
                "7:1 warning in strict mode lower_prio_no_advert is true",
                "8:1 warning in strict mode higher_prio_send_advert is false",
                "9:1 warning in strict mode owner_ignore_adverts is true",
                "11:1 warning in strict mode authentication is not part of VRRP any more and is not used",
            ]
        )
        let instance = try #require(result.only)
        #expect(!instance.startsAsMaster)
        #expect(instance.router.preemptDelay == .zero)
        #expect(instance.router.masterDownAdvertisements == 3)
        #expect(!instance.router.answersLowerPriority)
        #expect(!instance.router.advertisesBeforeYielding)
        #expect(instance.router.ownerIgnoresAdvertisements)
        #expect(instance.router.gratuitousARP.lowerPriorityRepeat == 0)
        #expect(instance.router.gratuitousARP.lowerPriorityDelay == .zero)
        #expect(instance.router.authentication == .none)
    }

    @Test("nothing to say of what is strict already")
    func silent() {
        let result = parse("global_defs {\nvrrp_strict\n}\n" + instance("priority 255\nstate MASTER"))
        #expect(result.summary == [])
        #expect(result.only?.startsAsMaster == true)
    }

    @Test("an instance may leave the strict mode of all")
    func left() {
        let result = parse("global_defs {\nvrrp_strict\n}\n" + instance("strict_mode off\npreempt_delay 5"))
        #expect(result.summary == [])
        #expect(result.only?.router.preemptDelay == .seconds(5))
    }

    @Test("what ends keepalived is an error at its line")
    func refused() {
        let unicast = parse(instance("strict_mode\nunicast_peer {\n192.0.2.2\n}"))
        #expect(unicast.configuration == nil)
        #expect(unicast.summary == ["3:1 error strict mode knows no unicast"])
        let empty = parse(instance("strict_mode", replacing: "interface eth0\nvirtual_router_id 33"))
        #expect(empty.configuration == nil)
        #expect(empty.summary.first == "1:15 error instance 'VI_1' needs a virtual_ipaddress in strict mode")
    }
}
