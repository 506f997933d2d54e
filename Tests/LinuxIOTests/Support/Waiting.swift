import LinuxIO

/// Whether the descriptor becomes readable in time.
func becomesReadable(_ descriptor: Int32, within milliseconds: Int32 = 2000) throws -> Bool {
    let poller = try Poller()
    try poller.add(descriptor, token: 1)
    return try !poller.wait(timeoutMilliseconds: milliseconds).isEmpty
}
