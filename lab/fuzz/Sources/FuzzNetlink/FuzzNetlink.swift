import LinuxIO

/// Any bytes as what the kernel tells of interfaces and addresses: events, or a reason why there are none.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNetlink(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    var events: [RouteEvent] = []
    try? RouteMonitor.decode(bytes[...], into: &events)
    _ = try? Link(netlink: bytes[...])
    if let address = try? InterfaceAddress(netlink: bytes[...]) {
        var writer = NetlinkWriter()
        address.write(to: &writer)
    }
    return 0
}
