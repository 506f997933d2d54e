import ArgumentParser
import Failover
import Foresight
import Glibc

/// Plays the file of a recording through the node of this build.
struct RecordingPlayer {
    private(set) var replay = NodeReplay()
    /// The last record is not there whole.
    private(set) var breaksOff = false
    private var decoder = RecordingDecoder()

    private static let pieceSize = 1 << 20

    /// - Throws: Exit code 4 where the file cannot be read or is damaged; why is said on standard error.
    init(_ path: String) throws {
        // Without waiting for somebody who writes into a pipe.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw Self.refusal(path, unsafe String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Self.refusal(path, "expected a regular file, as `batond --record FILE` writes it")
        }
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
        do {
            while true {
                let count = unsafe buffer.withUnsafeMutableBytes {
                    unsafe Glibc.read(file, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw Self.refusal(path, unsafe String(cString: strerror(errno))) }
                guard count > 0 else { break }
                guard try self.play(buffer.prefix(count)) else { return }
            }
        } catch let error as RecordingError {
            let before =
                switch error {
                case .damaged: "; before it, \(self.replay.events) of its events are identical"
                case .notARecording, .version: ""
                }
            throw Self.refusal(path, "\(error)\(before)")
        }
        guard !self.decoder.isHeadless else { throw Self.refusal(path, "\(RecordingError.notARecording)") }
        self.breaksOff = self.decoder.isInsideRecord
    }

    /// - Returns: Whether there may be more to play.
    private mutating func play(_ bytes: ArraySlice<UInt8>) throws(RecordingError) -> Bool {
        self.decoder.append(bytes)
        while let call = try self.decoder.next() {
            guard self.replay.play(call) else { return false }
        }
        return true
    }

    private static func refusal(_ path: String, _ why: String) -> ExitCode {
        StandardError.print("baton: cannot play \(path): \(why)")
        return ExitCode(4)
    }
}
