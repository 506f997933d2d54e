import Checks
import Configuration
import Testing
import VRRP

/// The first users' files, as they stand.
@Suite struct SeedTests {
    static func text(state: String, priority: Int, own: String, peer: String) -> String {
        """
        vrrp_script chk_nginx {
            script "pidof nginx"
            interval 2
        }

        vrrp_instance VI_1 {
            state \(state)
            interface eth0
            virtual_router_id 33
            priority \(priority)
            advert_int 1
            unicast_src_ip \(own)
            unicast_peer {
                \(peer)
            }
            
            authentication {
                auth_type PASS
                auth_pass letmein
            }
            
            virtual_ipaddress {
                172.20.128.4/24 dev eth0
            }

            track_script {
                chk_nginx
            }
        }
        """
    }

    @Test(
        "both nodes of the seed",
        arguments: [("MASTER", 200, "172.20.128.2", "172.20.128.3"), ("BACKUP", 100, "172.20.128.3", "172.20.128.2")]
    )
    func seed(state: String, priority: Int, own: String, peer: String) throws {
        let result = parse(Self.text(state: state, priority: priority, own: own, peer: peer))
        #expect(result.summary == [])
        let configuration = try #require(result.configuration)
        let instance = try #require(configuration.instances.first)
        #expect(configuration.instances.count == 1)
        #expect(instance.name == "VI_1")
        #expect(instance.interface == "eth0")
        #expect(instance.startsAsMaster == (state == "MASTER"))
        #expect(instance.router.virtualRouterID.rawValue == 33)
        #expect(instance.router.version == .v2)
        #expect(instance.router.basePriority.rawValue == UInt8(priority))
        #expect(instance.router.advertisementInterval.centiseconds == 100)
        #expect(instance.router.preempt)
        #expect(instance.router.authentication == .password(.init("letmein")))
        #expect(instance.unicast == .init(source: IPAddress(own), peers: [try #require(IPAddress(peer))]))
        let address = try #require(IPAddress("172.20.128.4"))
        #expect(instance.router.addresses == [address])
        #expect(instance.virtualAddresses == [VirtualAddress(address: address, prefixLength: 24, device: "eth0")])
        #expect(instance.trackedChecks == [TrackedCheck(name: "chk_nginx", weight: .fault)])

        let check = try #require(configuration.checks.first)
        #expect(configuration.checks.count == 1)
        #expect(check.kind == "process")
        #expect(check.options.arguments == ["nginx"])
        #expect(check.schedule == CheckSchedule(interval: .seconds(2), timeout: .seconds(2)))
        #expect(check.weight == .fault)
        #expect(check.origin == .script(command: "pidof nginx", native: true))
        #expect(check.location == SourceLocation(file: "k.conf", line: 1, column: 13))
        #expect(configuration.scripts.map(\.isNative) == [true])
    }
}
