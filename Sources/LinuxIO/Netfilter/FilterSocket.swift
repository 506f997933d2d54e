import CLinux
import Glibc

/// Tells nftables which packets to drop. No program and no library of nftables is needed.
package final class FilterSocket {
    private let socket: NetlinkSocket
    private var sequence: UInt32 = 1

    package init() throws(SystemError) {
        self.socket = try NetlinkSocket(protocol: Int32(CLINUX_NETLINK_NETFILTER), receiveBuffer: 1 << 20)
    }

    /// Puts `table` in the place of one of its name, in one step: there is no moment without rules.
    package func install(_ table: FilterTable) throws(SystemError) {
        var batch = FilterBatch(from: self.sequence)
        table.installation(in: &batch)
        try self.commit(batch, "install table \(table.name)")
    }

    /// Removes a table, if it is there.
    package func remove(_ name: String) throws(SystemError) {
        var batch = FilterBatch(from: self.sequence)
        FilterTable(name: name, blocked: []).removal(in: &batch)
        try self.commit(batch, "remove table \(name)")
    }

    private func commit(_ batch: FilterBatch, _ what: String) throws(SystemError) {
        let bytes = batch.finished
        // The end of the batch has a number, too.
        self.sequence = batch.sequence &+ 1
        try self.socket.send(bytes)
        let last = batch.sequence &- 1
        while true {
            var datagram = try self.socket.receive()
            if datagram == nil, self.socket.waitReadable(milliseconds: 1000) {
                datagram = try self.socket.receive()
            }
            guard let datagram else { throw SystemError(code: ETIMEDOUT, call: "recv", object: "nftables") }
            if try self.isDone(datagram, batch, last: last, what) { return }
        }
    }

    /// Whether the last request was answered.
    private func isDone(
        _ datagram: ArraySlice<UInt8>,
        _ batch: FilterBatch,
        last: UInt32,
        _ what: String
    ) throws(SystemError) -> Bool {
        var reader = NetlinkReader(datagram)
        do {
            while let message = try reader.message() {
                let position = message.sequence &- batch.first
                guard message.type == UInt16(NLMSG_ERROR), position <= batch.sequence &- batch.first else { continue }
                let answer = try NetlinkAcknowledgement(netlink: message.payload, flags: message.flags)
                // A request that fails takes all others along.
                guard answer.code == 0 else { throw answer.error("nftables", what) }
                if message.sequence == last { return true }
            }
            return false
        } catch let error as SystemError {
            throw error
        } catch {
            throw SystemError(code: EBADMSG, call: "recv", object: "nftables")
        }
    }
}
