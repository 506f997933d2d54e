import CLinux

/// The kernel's answer to a request: `NLMSG_ERROR`, which also carries success.
package struct NetlinkAcknowledgement: Hashable, Sendable {
    /// 0 for success, otherwise a value of `errno`.
    package var code: Int32
    /// The kernel's own words, if it had any.
    package var text: String?

    /// Reads the body of `NLMSG_ERROR`, with the flags of its header.
    package init(netlink payload: ArraySlice<UInt8>, flags: UInt16) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        let code = try reader.integer(Int32.self)
        // The answer counts downwards; the smallest number has no opposite.
        self.code = code == .min ? .max : -code
        self.text = nil
        // Behind the code is the request's header, and its body too unless it was capped.
        let length = Int(try reader.integer(UInt32.self))
        _ = try reader.bytes(NetlinkMessage.headerLength - 4)
        guard flags & UInt16(NLM_F_ACK_TLVS) != 0 else { return }
        if flags & UInt16(NLM_F_CAPPED) == 0 {
            guard length >= NetlinkMessage.headerLength else { throw .malformed }
            _ = try reader.bytes((length - NetlinkMessage.headerLength + 3) & ~3)
        }
        while let attribute = try reader.attribute() {
            if attribute.type == UInt16(NLMSGERR_ATTR_MSG.rawValue) {
                self.text = String(zeroTerminated: attribute.value)
            }
        }
    }
}

extension NetlinkAcknowledgement {
    /// This failure in the operator's words.
    func error(_ call: String, _ object: String) -> SystemError {
        let object = self.text.map { object.isEmpty ? "(\($0))" : "\(object) (\($0))" } ?? object
        return SystemError(code: self.code, call: call, object: object)
    }
}
