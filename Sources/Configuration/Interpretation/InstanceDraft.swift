import Checks
import Routing
import VRRP

/// What a `vrrp_instance` block gives, before its rules are applied; nil = not given.
struct InstanceDraft {
    /// The word of its name.
    let name: Word
    var startsAsMaster = false
    /// `state MASTER` or `state BACKUP`; nil = neither was written.
    var stateWord: Word?
    var interface: String?
    var virtualRouterID: VirtualRouterID?
    /// The word was there and wrong: that was reported already.
    var hasInvalidID = false
    var hasInvalidInterface = false
    var version: Version?
    var priority: Int?
    var advertisementInterval: Duration?
    var advertisementWord: Word?
    var unicastSource: IPAddress?
    var unicastSourceWord: Word?
    var unicastPeers: [IPAddress] = []
    var isNativeIPv6 = false
    var multicastSource: IPAddress?
    var multicastSourceWord: Word?
    var multicastGroup: IPAddress?
    var multicastGroupWord: Word?
    var receiveBuffer: Int?
    var unicastWord: Word?
    /// An entry of `unicast_peer` was wrong, which was reported.
    var hasInvalidPeers = false
    var authenticationWord: Word?
    var hasAuthenticationType = false
    var hasInvalidAuthentication = false
    var password: Word?
    var messageAuthentication: MessageAuthenticationDraft?
    var addresses: [AddressDraft] = []
    var excludedAddresses: [AddressDraft] = []
    var routes: [NetworkItem] = []
    var rules: [NetworkItem] = []
    var trackedScripts: [TrackedDraft] = []
    var trackedProcesses: [TrackedDraft] = []
    var trackedFiles: [TrackedDraft] = []
    var trackedInterfaces: [TrackedDraft] = []
    var ignoresOwnInterface = false
    /// `linkbeat_use_polling` in the instance: its own interface is polled.
    var pollsLink = false
    var noPreempt: Word?
    var preemptDelay: Duration?
    var preemptDelayWord: Word?
    var fastPreempt = false
    var moveDamping: MoveDampingDraft?
    var downTimerAdvertisements: Int?
    var downTimerWord: Word?
    var announcements = AnnouncementDraft()
    var protocolWords = ProtocolDraft()
    var unicastTTL: UInt8?
    var unicastTTLWord: Word?
    /// `min_ttl` and `max_ttl` of peers.
    var timeToLiveRanges: [IPAddress: ClosedRange<UInt8>] = [:]
    var tracksSourceWord: Word?
    var unicastFaultWithoutPeer = false
    var oldUnicastChecksum: Word?
    var noVirtualAddress = false
    var timerExpiredRival: Int?
    var timerExpiredWord: Word?
    var notify = NotifyScripts()
    /// nil = as `global_defs` says.
    var tellsPriorityChanges: Bool?
    var mailsTransitions: Bool?
    var virtualInterface: VirtualInterfaceDraft?
    var usesVirtualMACForAddresses = false
    var transmitFromBase: Word?
    var acceptsTraffic = true
    var promotesSecondaries = false
    var vrf: String?
    var guards = GuardDraft()

    init(name: Word) {
        self.name = name
    }

    /// A line of `virtual_ipaddress`.
    struct AddressDraft {
        let word: Word
        var address: IPAddress
        var prefixLength: UInt8
        /// nil = the instance's interface.
        var device: String?
        var label: String?
        var scope: UInt8 = 0
        var broadcast: Broadcast?
        var broadcastWord: Word?
        var options = AddressOptions()
        var isTracked = true
        var usesVMAC = false
        /// Static addresses only.
        var trackGroup: String?

        enum Broadcast {
            case address(IPv4Address)
            /// `+`: all host bits one.
            case ones
            /// `-`: all host bits zero.
            case zeros
        }
    }

    /// A line of `track_script`, `track_process`, `track_file` or `track_interface`.
    struct TrackedDraft {
        let name: Word
        /// nil = the weight of what is tracked.
        var weight: CheckWeight?
    }
}
