/// `auth_hmac`: a code behind each advertisement that only a holder of a shared key can make, over a sequence number
/// that no listener accepts twice (draft-cassen-vrrp-auth-hmac, keepalived since 2.4).
///
/// For both versions and both address families. It says who sent an advertisement and when; it hides nothing.
package struct MessageAuthentication: Hashable, Sendable {
    /// Their identifiers differ. A receiver takes any of them, which is what makes a rotation of keys possible.
    package var keys: [MessageKey]
    /// The one of ``keys`` that signs.
    package var activeKey: MessageKey
    package var mode: Mode
    package var antiReplay: AntiReplay

    package init(
        keys: [MessageKey],
        activeKey: MessageKey,
        mode: Mode = .enforce,
        antiReplay: AntiReplay = .time(window: MessageAuthentication.shortestDerivedWindow)
    ) {
        self.keys = keys
        self.activeKey = activeKey
        self.mode = mode
        self.antiReplay = antiReplay
    }

    /// How strictly a group of routers that is on its way to authentication takes it.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Signs, and takes nothing that is not signed.
        case enforce
        /// Signs, and takes what is not signed as well.
        case permissive
        /// Signs nothing, and takes both: the first step, which changes nothing on the wire.
        case receiveOnly = "receive-only"

        package var signs: Bool { self != .receiveOnly }
    }

    /// What makes an advertisement that was recorded and sent again worthless.
    package enum AntiReplay: Hashable, Sendable {
        /// Its time must be within `window` of the listener's, whole seconds 1…300, and its sequence grow.
        case time(window: Duration)
        /// Its sequence must grow; for nodes whose clocks do not agree.
        case monotonic
    }

    /// The least window that keepalived derives from an interval.
    package static let shortestDerivedWindow = Duration.seconds(5)

    /// keepalived's default: three intervals in whole seconds each, 5…300 s.
    package static func defaultWindow(for interval: AdvertisementInterval) -> Duration {
        min(max(.seconds(interval.centiseconds / 100 * 3), Self.shortestDerivedWindow), .seconds(300))
    }

    func key(_ identifier: UInt8) -> MessageKey? {
        self.keys.first { $0.identifier == identifier }
    }
}
