/// One message: its header's fields and the bytes behind it.
package struct NetlinkMessage: Hashable, Sendable {
    /// Bytes of `nlmsghdr`.
    static let headerLength = 16

    /// `RTM_…` or one of the control types (`NLMSG_ERROR`, `NLMSG_DONE`).
    package var type: UInt16
    package var flags: UInt16
    package var sequence: UInt32
    package var port: UInt32
    package var payload: ArraySlice<UInt8>

    package init(type: UInt16, flags: UInt16, sequence: UInt32, port: UInt32, payload: ArraySlice<UInt8>) {
        self.type = type
        self.flags = flags
        self.sequence = sequence
        self.port = port
        self.payload = payload
    }
}
