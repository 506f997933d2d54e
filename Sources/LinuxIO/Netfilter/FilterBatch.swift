import CLinux

/// Requests to nftables that all take effect, or none.
package struct FilterBatch: Sendable {
    private var writer = NetlinkWriter()
    /// Of the next message.
    private(set) var sequence: UInt32
    let first: UInt32

    init(from sequence: UInt32) {
        self.first = sequence
        self.sequence = sequence
        self.boundary(UInt16(NFNL_MSG_BATCH_BEGIN))
    }

    /// For tests: numbered from one.
    package init() {
        self.init(from: 1)
    }

    /// One request; `type` is one of `NFT_MSG_…`.
    mutating func message(_ type: UInt16, flags: UInt16 = 0, _ body: (inout NetlinkWriter) -> Void) {
        let type = UInt16(NFNL_SUBSYS_NFTABLES) << 8 | type
        self.append(type, flags: flags | UInt16(NLM_F_ACK)) { writer in
            // nfgenmsg: NFPROTO_INET, version, no resource
            writer.integer(UInt8(1))
            writer.integer(UInt8(0))
            writer.integer(UInt16(0))
            body(&writer)
        }
    }

    /// The whole datagram.
    package var finished: [UInt8] {
        var batch = self
        batch.boundary(UInt16(NFNL_MSG_BATCH_END))
        return batch.writer.bytes
    }

    private mutating func boundary(_ type: UInt16) {
        self.append(type, flags: 0) { writer in
            writer.integer(UInt8(0))
            writer.integer(UInt8(0))
            writer.integer(UInt16(NFNL_SUBSYS_NFTABLES).bigEndian)
        }
    }

    private mutating func append(_ type: UInt16, flags: UInt16, _ body: (inout NetlinkWriter) -> Void) {
        let flags = flags | UInt16(NLM_F_REQUEST)
        self.writer.message(type: type, flags: flags, sequence: self.sequence, body)
        self.sequence &+= 1
    }
}
