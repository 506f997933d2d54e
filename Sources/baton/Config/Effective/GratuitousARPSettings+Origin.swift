import VRRP

extension GratuitousARPSettings {
    /// `vrrp_min_garp` where a value is the one it gives; whoever writes the value itself goes first.
    func origin<Value: Equatable>(ofLeast path: KeyPath<GratuitousARPSettings, Value>) -> String {
        self[keyPath: path] == GratuitousARPSettings.minimal[keyPath: path] ? "vrrp_min_garp" : ""
    }
}
