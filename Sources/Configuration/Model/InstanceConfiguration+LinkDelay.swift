package import VRRP

extension InstanceConfiguration {
    /// The longest down delay its interface may have: one advertisement less than a peer waits for, less what one step of
    /// skew takes. keepalived's `check_debounce_timers` has the same; with one advertisement there is room for none.
    ///
    /// - Parameter interval: The master's, where another node is master; nil = its own.
    package func longestDownDelay(at interval: AdvertisementInterval? = nil) -> Duration {
        let interval = (interval ?? self.router.advertisementInterval).duration
        let advertisements = self.router.masterDownAdvertisements - 1
        return advertisements < 1 ? .zero : interval * advertisements - interval / 256
    }
}
