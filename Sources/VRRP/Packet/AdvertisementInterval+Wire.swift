extension AdvertisementInterval {
    /// The interval as v2 carries it: rounded to whole seconds, never 0.
    var wholeSeconds: UInt8 {
        UInt8(clamping: max(1, (self.centiseconds + 50) / 100))
    }
}
