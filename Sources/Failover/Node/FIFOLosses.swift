/// Lines of a FIFO that nobody could be told since the router process began.
struct FIFOLosses: Hashable, Sendable {
    /// By checker processes that have ended.
    var earlier: UInt64 = 0
    /// By the one that is running.
    var current: UInt64 = 0

    var total: UInt64 { self.earlier &+ self.current }

    mutating func checkerEnded() {
        self.earlier &+= self.current
        self.current = 0
    }
}
