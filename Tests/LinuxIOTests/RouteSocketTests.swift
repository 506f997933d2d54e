import CLinux
import Glibc
import LinuxIO
import Testing
import VRRP

extension KernelTests {
    @Suite(.privileged) struct RouteSocketTests {
        func address(_ link: Link, _ last: UInt8, prefixLength: UInt8 = 32) -> InterfaceAddress {
            InterfaceAddress(
                interfaceIndex: link.index,
                address: IPAddress(198, 51, 100, last),
                prefixLength: prefixLength
            )
        }

        @Test func addsAndRemoves() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                let address = self.address(network.left, 10)
                #expect(try route.add(address) == .done)
                #expect(try route.add(address) == .exists)
                #expect(try route.addresses().contains { $0.address == address.address && $0.prefixLength == 32 })
                #expect(try route.remove(address) == .done)
                #expect(try route.remove(address) == .notFound)
                #expect(try !route.addresses().contains { $0.address == address.address })
            }
        }

        @Test func keepsLabelScopeAndBroadcast() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                var address = self.address(network.left, 10, prefixLength: 24)
                address.label = "left0:vip"
                address.scope = 253
                address.broadcast = IPv4Address(198, 51, 100, 255)
                #expect(try route.add(address) == .done)
                #expect(try route.addresses().contains(address))
                // Whoever removes it need not know how it was labelled.
                #expect(try route.remove(self.address(network.left, 10, prefixLength: 24)) == .done)
            }
        }

        @Test func answersForEachOfABatch() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                let addresses = (1...250).map { self.address(network.left, UInt8($0)) }
                #expect(try route.add(addresses[99]) == .done)
                let added = try route.add(addresses)
                #expect(added.count == 250)
                #expect(added.filter { $0 == .done }.count == 249)
                #expect(added[99] == .exists)
                let there = Set(try route.addresses().map(\.address))
                #expect(there.isSuperset(of: addresses.map(\.address)))

                #expect(try route.remove(addresses[7]) == .done)
                let removed = try route.remove(addresses)
                #expect(removed.filter { $0 == .done }.count == 249)
                #expect(removed[7] == .notFound)
                #expect(Set(try route.addresses().map(\.address)).isDisjoint(with: addresses.map(\.address)))
            }
        }

        @Test func saysWhatTheKernelRefused() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let route = try RouteSocket()
                var nowhere = self.address(network.left, 10)
                nowhere.interfaceIndex = 9999
                #expect(try route.remove(nowhere) == .notFound)
                let good = self.address(network.left, 11)
                let results = try route.add([nowhere, good])
                guard case .failed(let error) = results[0] else { throw TestFailure("\(results)") }
                #expect(error.code == ENODEV)
                #expect(error.object.hasPrefix("198.51.100.10/32 on interface 9999"))
                #expect(results[1] == .done)
            }
        }

        @Test func listsLinks() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let links = try RouteSocket().links()
                #expect(links.count == 2)
                #expect(links.contains { $0.name == "lo" && $0.isLoopback && !$0.isUp })
                let left = try #require(links.first { $0.name == "left0" })
                #expect(left.isUp && left.isRunning)
                #expect(left.hardwareAddress != nil)
                #expect(left.mtu == 1500)
            }
        }
    }
}
