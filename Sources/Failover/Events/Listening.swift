package import VRRP

/// What is listened to at one place, and how.
package struct Listening: Hashable, Sendable {
    package var interface: String
    package var place: ListeningPlace
    /// Joined; sorted, of the place's family. None where all are heard by unicast.
    package var groups: [IPAddress]
    /// nil = as much as serves well.
    package var receiveBuffer: ReceiveBuffer?
    /// A virtual interface: what carries its hardware address is sent and received there.
    package var isVirtual: Bool

    package init(
        interface: String,
        place: ListeningPlace,
        groups: [IPAddress],
        receiveBuffer: ReceiveBuffer? = nil,
        isVirtual: Bool = false
    ) {
        self.interface = interface
        self.place = place
        self.groups = groups
        self.receiveBuffer = receiveBuffer
        self.isVirtual = isVirtual
    }

    /// Room for what waits to be read: so many bytes, and so many of the interface's largest packets; both zero = what the
    /// kernel gives every socket.
    package struct ReceiveBuffer: Hashable, Sendable {
        package var bytes = 0
        package var largestPackets = 0

        package init(bytes: Int = 0, largestPackets: Int = 0) {
            self.bytes = bytes
            self.largestPackets = largestPackets
        }
    }
}
