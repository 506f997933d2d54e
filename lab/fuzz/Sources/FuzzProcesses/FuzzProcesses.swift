/// Any bytes as a message of the router and the supervisor to each other, or as a line of an operator's command.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProcesses(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let report = try? RouterReport(decoding: bytes) {
        guard (try? RouterReport(decoding: report.encoded())) == report else {
            fatalError("a router's report does not survive encoding: \(report)")
        }
    }
    if let command = try? RouterCommand(decoding: bytes) {
        guard (try? RouterCommand(decoding: command.encoded())) == command else {
            fatalError("a router's command does not survive encoding: \(command)")
        }
    }
    _ = ControlRequest(line: String(decoding: bytes, as: UTF8.self))
    return 0
}
