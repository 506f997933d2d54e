import Checks

/// Any bytes as the answer of a name server, a message bus, a gRPC service, a stream or a program.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzServices(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    _ = try? DNSMessage(parsing: bytes)
    if let length = try? DBusMessage.length(of: bytes), length < 16 { fatalError("a message without a header") }
    _ = try? DBusMessage(parsing: bytes)
    _ = try? GRPCHealthMessage.status(in: bytes)
    _ = try? StreamMessage(parsing: bytes)
    _ = try? ResultObject.outcome(parsing: bytes)
    let measurements = PerformanceData.measurements(in: String(decoding: bytes, as: UTF8.self))
    guard measurements.count <= OutcomeSanitizer.measurementLimit else { fatalError("more measurements than allowed") }
    return 0
}
