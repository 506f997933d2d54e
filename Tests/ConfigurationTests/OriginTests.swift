import Checks
import Configuration
import Testing

/// The table of where things were written.
@Suite struct OriginTests {
    private func origins(_ text: String, also files: [String: String] = [:]) -> Origins {
        parse(text, also: files).origins
    }

    @Test("a word of a block has its place, and of several the last one counts")
    func words() {
        let block = self.origins(instance("priority 1\npriority 2\nnopreempt\npreempt")).block("vrrp_instance", "VI_1")
        #expect(block.location?.line == 1)
        #expect(block.location(of: ["priority"])?.line == 3)
        #expect(block.location(of: ["nopreempt", "preempt"])?.line == 5)
        #expect(block.location(of: ["preempt", "nopreempt"])?.line == 5)
        #expect(block.location(of: ["advert_int"]) == nil)
        #expect(block.contains("nopreempt") && !block.contains("advert_int"))
    }

    @Test("entries of lists have theirs, also of a list that stands twice")
    func entries() {
        let block = self.origins(
            instance("track_interface {\n eth1\n eth2\n}\ntrack_interface { eth3 weight 2\n}")
        ).block("vrrp_instance", "VI_1")
        #expect(block.location(of: "eth2", in: ["track_interface"])?.line == 4)
        #expect(block.location(of: "eth3", in: ["track_script", "track_interface"])?.line == 6)
        #expect(block.location(of: "eth4", in: ["track_interface"]) == nil)
        #expect(block.location(of: ["track_interface"])?.line == 6)
    }

    @Test("blocks are told apart by keyword and name; global_defs may stand twice and in other files")
    func blocks() {
        let origins = self.origins(
            "global_defs {\nrouter_id a\n}\ninclude g.conf\nvrrp_script x {\nscript /bin/true\n}\n",
            also: ["g.conf": "\nglobal_defs {\nvrrp_version 3\n}\n"]
        )
        #expect(origins.block("global_defs").location(of: ["router_id"])?.description == "k.conf:2:1")
        #expect(origins.block("global_defs").location(of: ["vrrp_version"])?.description == "g.conf:3:1")
        #expect(origins.block("vrrp_script", "x").location(of: ["script"])?.line == 6)
        #expect(origins.block("check", "x").location == nil)
        #expect(origins.block("vrrp_script", "y").location == nil)
    }

    @Test("what a definition brings stands where it is used")
    func definitions() {
        let block = self.origins("$P=priority 7\n" + instance("$P")).block("vrrp_instance", "VI_1")
        #expect(block.location(of: ["priority"])?.line == 3)
    }
}
