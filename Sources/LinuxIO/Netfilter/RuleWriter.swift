import CLinux

/// Writes the expressions of one rule: values go to a register and are compared there.
struct RuleWriter {
    private(set) var writer: NetlinkWriter

    enum Verdict: UInt32 {
        // NF_DROP, NF_ACCEPT
        case drop = 0
        case accept = 1
    }

    enum Comparison {
        case equal
        case notLess
        case notGreater

        var operation: UInt32 {
            switch self {
            case .equal: UInt32(NFT_CMP_EQ.rawValue)
            case .notLess: UInt32(NFT_CMP_GTE.rawValue)
            case .notGreater: UInt32(NFT_CMP_LTE.rawValue)
            }
        }
    }

    private static let register = UInt32(NFT_REG_1.rawValue)

    init(_ writer: NetlinkWriter) {
        self.writer = writer
    }

    /// Packets of one family of `NFPROTO_…`.
    mutating func family(_ family: UInt8) {
        self.meta(UInt32(NFT_META_NFPROTO.rawValue))
        self.compare([family])
    }

    /// Packets of one transport protocol.
    mutating func transport(_ number: UInt8) {
        self.meta(UInt32(NFT_META_L4PROTO.rawValue))
        self.compare([number])
    }

    mutating func incoming(_ interface: BlockedAddress.Interface) {
        switch interface {
        case .named(let name):
            self.meta(UInt32(NFT_META_IIFNAME.rawValue))
            let bytes = Array(name.utf8.prefix(15))
            self.compare(bytes + [UInt8](repeating: 0, count: 16 - bytes.count))
        case .numbered(let index):
            self.meta(UInt32(NFT_META_IIF.rawValue))
            var bytes = NetlinkWriter()
            bytes.integer(index)
            self.compare(bytes.bytes)
        }
    }

    /// Bytes of the network header.
    mutating func load(offset: UInt32, length: UInt32) {
        self.load(base: UInt32(NFT_PAYLOAD_NETWORK_HEADER.rawValue), offset: offset, length: length)
    }

    /// Bytes of the transport header.
    mutating func loadTransport(offset: UInt32, length: UInt32) {
        self.load(base: UInt32(NFT_PAYLOAD_TRANSPORT_HEADER.rawValue), offset: offset, length: length)
    }

    mutating func compare(_ value: [UInt8], _ comparison: Comparison = .equal) {
        self.expression("cmp") { data in
            data.number(UInt16(NFTA_CMP_SREG.rawValue), Self.register)
            data.number(UInt16(NFTA_CMP_OP.rawValue), comparison.operation)
            data.nest(UInt16(NFTA_CMP_DATA.rawValue)) { $0.attribute(UInt16(NFTA_DATA_VALUE.rawValue), value) }
        }
    }

    mutating func lookup(_ set: String, identifier: UInt32) {
        self.expression("lookup") { data in
            data.text(UInt16(NFTA_LOOKUP_SET.rawValue), set)
            data.number(UInt16(NFTA_LOOKUP_SREG.rawValue), Self.register)
            data.number(UInt16(NFTA_LOOKUP_SET_ID.rawValue), identifier)
        }
    }

    mutating func count() {
        self.expression("counter") { data in
            data.number(UInt16(NFTA_COUNTER_BYTES.rawValue), UInt64(0))
            data.number(UInt16(NFTA_COUNTER_PACKETS.rawValue), UInt64(0))
        }
    }

    mutating func end(with verdict: Verdict) {
        self.expression("immediate") { data in
            data.number(UInt16(NFTA_IMMEDIATE_DREG.rawValue), UInt32(NFT_REG_VERDICT.rawValue))
            data.nest(UInt16(NFTA_IMMEDIATE_DATA.rawValue)) { value in
                value.nest(UInt16(NFTA_DATA_VERDICT.rawValue)) {
                    $0.number(UInt16(NFTA_VERDICT_CODE.rawValue), verdict.rawValue)
                }
            }
        }
    }

    private mutating func meta(_ key: UInt32) {
        self.expression("meta") { data in
            data.number(UInt16(NFTA_META_DREG.rawValue), Self.register)
            data.number(UInt16(NFTA_META_KEY.rawValue), key)
        }
    }

    private mutating func load(base: UInt32, offset: UInt32, length: UInt32) {
        self.expression("payload") { data in
            data.number(UInt16(NFTA_PAYLOAD_DREG.rawValue), Self.register)
            data.number(UInt16(NFTA_PAYLOAD_BASE.rawValue), base)
            data.number(UInt16(NFTA_PAYLOAD_OFFSET.rawValue), offset)
            data.number(UInt16(NFTA_PAYLOAD_LEN.rawValue), length)
        }
    }

    private mutating func expression(_ name: String, _ body: (inout NetlinkWriter) -> Void) {
        self.writer.nest(UInt16(NFTA_LIST_ELEM.rawValue)) { element in
            element.text(UInt16(NFTA_EXPR_NAME.rawValue), name)
            element.nest(UInt16(NFTA_EXPR_DATA.rawValue), body)
        }
    }
}
