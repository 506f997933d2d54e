import CLinux
import Glibc

/// Sends whole Ethernet frames on any interface and receives none.
package final class PacketSocket {
    private let socket: Descriptor

    package init() throws(SystemError) {
        self.socket = Descriptor(adopting: try Syscall.check("socket", "AF_PACKET") { clinux_packet_socket() })
        self.socket.widen(send: 1 << 20)
    }

    /// How far a run of frames got.
    package struct Progress: Hashable, Sendable {
        /// Frames that went out, from the first on.
        package var sent: Int
        /// Why the frame after those can never go (ENETDOWN, ENXIO, EMSGSIZE); `nil` with frames left over means that the
        /// queue is full for now.
        package var failure: SystemError?

        package init(sent: Int, failure: SystemError? = nil) {
            self.sent = sent
            self.failure = failure
        }
    }

    /// Sends one frame. A full queue is an error here (ENOBUFS).
    package func send(_ frame: [UInt8], interfaceIndex: Int32) throws(SystemError) {
        let progress = self.send([OutgoingFrame(interfaceIndex: interfaceIndex, bytes: frame)][...])
        if let failure = progress.failure { throw failure }
        if progress.sent == 0 {
            throw SystemError(code: ENOBUFS, call: "sendmmsg", object: "interface \(interfaceIndex)")
        }
    }

    /// Sends frames in order, 64 to a system call, until all are out, the queue is full or one is refused.
    package func send(_ frames: ArraySlice<OutgoingFrame>) -> Progress {
        var progress = Progress(sent: 0)
        while progress.sent < frames.count {
            let batch = frames.dropFirst(progress.sent).prefix(Int(CLINUX_FRAME_BATCH))
            do {
                guard let count = try self.sendBatch(batch) else { return progress }
                progress.sent += count
            } catch {
                if error.code != ENOBUFS { progress.failure = error }
                return progress
            }
        }
        return progress
    }

    private func sendBatch(_ batch: ArraySlice<OutgoingFrame>) throws(SystemError) -> Int? {
        let bytes = batch.flatMap(\.bytes)
        let lengths = batch.map { UInt32(clamping: $0.bytes.count) }
        let interfaces = batch.map(\.interfaceIndex)
        return try Syscall.attempt("sendmmsg", "interface \(interfaces.first ?? 0)") {
            unsafe clinux_send_frames(self.socket.rawValue, bytes, lengths, interfaces, UInt32(lengths.count))
        }.map(Int.init)
    }
}
