import Checks
import Configuration
import Failover
import VRRP

/// Any bytes as a recording, as one entry of it, and as an event that a node handles: refused, or read and written again to
/// what means the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecordings(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    var decoder = RecordingDecoder()
    decoder.append(bytes)
    while let call = try? decoder.next() {
        checkEntry(call)
    }
    if let call = try? NodeCall(decoding: bytes) { checkEntry(call) }
    play(bytes)
    return 0
}

private func checkEntry(_ call: NodeCall) {
    // Equal items of the kernel may come from lines that differ, so the texts are compared.
    guard let again = try? NodeCall(decoding: call.encoded()), CanonicalText.of(again) == CanonicalText.of(call) else {
        fatalError("an entry of a recording does not survive encoding: \(call)")
    }
}

private let text = """
    vrrp_instance VI_1 {
        interface eth0
        virtual_router_id 5
        virtual_ipaddress {
            192.0.2.1
        }
        virtual_routes {
            198.51.100.0/24 via 192.0.2.254 dev eth0
        }
    }
    """

private let beginning = NodeBeginning(
    build: "",
    sources: SourceBundle(mainFile: "/k.conf", files: ["/k.conf": Array(text.utf8)]).encoded(),
    generation: 1,
    at: Instant(nanoseconds: 0)
)

private let node = beginning.node

/// The bytes as entries, each with its length before it, that one node is told one after the other.
private func play(_ bytes: [UInt8]) {
    guard var node = node else { fatalError("the configuration does not load") }
    var reader = WireReader(bytes)
    while let entry = try? reader.byteArray(), let call = try? NodeCall(decoding: entry) {
        guard case .handled(let handled) = call, let event = handled.event.event else { continue }
        _ = node.handle(event, at: handled.at, utc: handled.utc).map { CanonicalText.of($0) }
    }
}
