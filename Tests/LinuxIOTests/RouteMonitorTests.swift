import CLinux
import Glibc
import LinuxIO
import Testing
import VRRP

extension KernelTests {
    @Suite(.privileged) struct RouteMonitorTests {
        /// Reads until an event `matches`, for two seconds at most.
        func wait(_ monitor: RouteMonitor, for matches: (RouteEvent) -> Bool) throws -> Bool {
            let deadline = MonotonicClock.now() + .seconds(2)
            while MonotonicClock.now() < deadline {
                if try monitor.read().contains(where: matches) { return true }
                _ = try becomesReadable(monitor.descriptor, within: 100)
            }
            return false
        }

        @Test func tellsOfAddresses() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let monitor = try RouteMonitor()
                #expect(try monitor.read() == [])
                var address = InterfaceAddress(
                    interfaceIndex: network.left.index,
                    address: IPAddress(198, 51, 100, 1),
                    prefixLength: 32
                )
                let route = try RouteSocket()
                _ = try route.add(address)
                _ = try route.remove(address)
                // The kernel labels what nobody labelled.
                address.label = "left0"
                #expect(try becomesReadable(monitor.descriptor))
                #expect(try monitor.read() == [.address(address), .addressRemoved(address)])
            }
        }

        @Test func tellsOfALinkThatGoesDownAndUp() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let monitor = try RouteMonitor()
                let index = network.left.index
                try LinkRequests().set(index, up: false)
                #expect(
                    try self.wait(monitor) { event in
                        guard case .link(let link) = event else { return false }
                        return link.index == index && !link.isUp && !link.isRunning
                    }
                )
                try LinkRequests().set(index, up: true)
                #expect(
                    try self.wait(monitor) { event in
                        guard case .link(let link) = event else { return false }
                        return link.index == index && link.isUp && link.isRunning
                    }
                )
            }
        }

        @Test func tellsOfALostCarrierWhileTheLinkStaysUp() throws {
            let network = try NetworkPair()
            let monitor = try network.inLeft { try RouteMonitor() }
            try network.inRight { try LinkRequests().set(network.right.index, up: false) }
            #expect(
                try self.wait(monitor) { event in
                    guard case .link(let link) = event else { return false }
                    return link.name == "left0" && link.isUp && !link.isRunning
                }
            )
        }

        @Test func tellsOfALinkThatIsRemoved() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let monitor = try RouteMonitor()
                try LinkRequests().remove(network.left.index)
                #expect(
                    try self.wait(monitor) { event in
                        guard case .linkRemoved(let link) = event else { return false }
                        return link.name == "left0"
                    }
                )
            }
        }

        @Test func admitsLostEventsAndListingFindsThem() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let monitor = try RouteMonitor(receiveBuffer: 4096)
                let route = try RouteSocket()
                let addresses = (1...250).map {
                    InterfaceAddress(
                        interfaceIndex: network.left.index,
                        address: IPAddress(198, 51, 100, UInt8($0)),
                        prefixLength: 32
                    )
                }
                #expect(try route.add(addresses).allSatisfy { $0 == .done })
                var events: [RouteEvent] = []
                while case let more = try monitor.read(), !more.isEmpty { events += more }
                #expect(events.filter { $0 == .overrun }.count == 1)
                #expect(events.count < 250)
                let there = Set(try route.addresses().map(\.address))
                #expect(there.isSuperset(of: addresses.map(\.address)))
                // Afterwards it hears again.
                _ = try route.remove(addresses[0])
                #expect(try self.wait(monitor) { if case .addressRemoved = $0 { true } else { false } })
            }
        }
    }
}
