import VRRP

extension IPv4Address {
    /// `nil` unless there are exactly four bytes.
    init?(networkOrder bytes: ArraySlice<UInt8>) {
        guard bytes.count == 4 else { return nil }
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    }
}

extension MACAddress {
    /// `nil` unless there are exactly six bytes.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 6 else { return nil }
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
}

extension String {
    /// Up to the first zero byte; invalid UTF-8 is repaired.
    init(zeroTerminated bytes: ArraySlice<UInt8>) {
        self.init(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
