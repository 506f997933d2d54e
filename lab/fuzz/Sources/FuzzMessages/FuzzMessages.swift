import Checks
import Configuration

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
    if let bundle = try? SourceBundle(decoding: bytes) {
        guard (try? SourceBundle(decoding: bundle.encoded())) == bundle else {
            fatalError("a bundle of sources does not survive encoding")
        }
    }
    return 0
}
