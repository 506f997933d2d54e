import Checks
import Configuration
import Failover

/// Any bytes as a message between the processes: refused, or encoded again to bytes that mean the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessages(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let message = try? CheckerMessage(decoding: bytes) {
        guard (try? CheckerMessage(decoding: message.encoded())) == message else {
            fatalError("a checker's message does not survive encoding: \(message)")
        }
    }
    if let message = try? RouterMessage(decoding: bytes) {
        guard (try? RouterMessage(decoding: message.encoded())) == message else {
            fatalError("a router's message does not survive encoding: \(message)")
        }
    }
    if let message = try? SupervisorMessage(decoding: bytes) {
        guard (try? SupervisorMessage(decoding: message.encoded())) == message else {
            fatalError("a supervisor's message does not survive encoding: \(message)")
        }
    }
    if let request = try? StandaloneRequest(decoding: bytes) {
        guard (try? StandaloneRequest(decoding: request.encoded())) == request else {
            fatalError("a standalone request does not survive encoding: \(request)")
        }
    }
    if let answer = try? StandaloneAnswer(decoding: bytes) {
        guard (try? StandaloneAnswer(decoding: answer.encoded())) == answer else {
            fatalError("a standalone answer does not survive encoding: \(answer)")
        }
    }
    _ = try? PluginDescription.decode(bytes)
    if let bundle = try? SourceBundle(decoding: bytes) {
        guard (try? SourceBundle(decoding: bundle.encoded())) == bundle else {
            fatalError("a bundle of sources does not survive encoding")
        }
    }
    if let snapshot = try? NodeSnapshot(decoding: bytes) {
        guard (try? NodeSnapshot(decoding: snapshot.encoded())) == snapshot else {
            fatalError("a snapshot does not survive encoding: \(snapshot)")
        }
    }
    if let list = try? MaintenanceList(parsing: bytes) {
        guard (try? MaintenanceList(parsing: list.text.utf8)) == list else {
            fatalError("what is in maintenance does not survive its text: \(list)")
        }
        _ = list.whole?.explanation
    }
    if let order = OperatorOrder(parsing: String(decoding: bytes, as: UTF8.self), userID: 0) {
        guard OperatorOrder(parsing: order.text, userID: 0) == order else {
            fatalError("an order does not survive its text: \(order)")
        }
    }
    return 0
}
