/// The time between two advertisements of a master.
///
/// v2 carries whole seconds 1…255, v3 centiseconds 1…4095 (10 ms…40.95 s). The value is kept in centiseconds, so it
/// can be neither zero nor beyond what the field of its version holds.
package struct AdvertisementInterval: Hashable, Comparable, Sendable {
    package let centiseconds: Int

    /// - Returns: nil outside 1…4095.
    package init?(centiseconds: Int) {
        guard (1...4095).contains(centiseconds) else { return nil }
        self.centiseconds = centiseconds
    }

    /// - Returns: nil outside 1…255.
    package init?(seconds: Int) {
        guard (1...255).contains(seconds) else { return nil }
        self.centiseconds = seconds * 100
    }

    package static func < (left: AdvertisementInterval, right: AdvertisementInterval) -> Bool {
        left.centiseconds < right.centiseconds
    }

    package var duration: Duration { .milliseconds(self.centiseconds * 10) }

    package static let `default` = AdvertisementInterval(uncheckedCentiseconds: 100)

    private init(uncheckedCentiseconds centiseconds: Int) {
        self.centiseconds = centiseconds
    }
}
