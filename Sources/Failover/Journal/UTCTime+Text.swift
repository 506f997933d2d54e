package import VRRP

extension UTCTime {
    /// As RFC 3339 has it, in UTC and to the microsecond: `2026-11-29T03:22:04.556327Z`.
    package var text: String { DumpTime(utc: self).timestamp }
}
