/// One gratuitous ARP frame, or one unsolicited neighbour advertisement.
package struct Announcement: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var frame: [UInt8]
    /// nil = nothing is waited for.
    package var pace: Pace?

    package init(interfaceIndex: Int32, frame: [UInt8], pace: Pace? = nil) {
        self.interfaceIndex = interfaceIndex
        self.frame = frame
        self.pace = pace
    }

    /// How fast announcements may follow each other where a switch cannot bear them all at once.
    package struct Pace: Hashable, Sendable {
        package var lane: Lane
        /// After one frame of the lane, before the next one.
        package var interval: Duration

        package init(lane: Lane, interval: Duration) {
            self.lane = lane
            self.interval = interval
        }
    }

    /// Frames that wait for each other.
    package struct Lane: Hashable, Sendable {
        package enum Place: Hashable, Sendable {
            /// `vrrp_garp_interval`, `vrrp_gna_interval`: each interface for itself.
            case interface(Int32)
            /// `garp_group`, by its place in the configuration.
            case group(Int)
        }

        package enum Kind: Hashable, Sendable {
            case gratuitousARP
            case neighborAdvertisement
        }

        package var place: Place
        package var kind: Kind

        package init(_ place: Place, _ kind: Kind) {
            self.place = place
            self.kind = kind
        }
    }

    /// What the frame is, by its EtherType.
    package var kind: Lane.Kind {
        let isIPv6 = self.frame.count >= 14 && self.frame[12] == 0x86 && self.frame[13] == 0xdd
        return isIPv6 ? .neighborAdvertisement : .gratuitousARP
    }
}
