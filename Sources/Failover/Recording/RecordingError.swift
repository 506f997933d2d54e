/// Why bytes are no recording.
package enum RecordingError: Error, Hashable, Sendable {
    case notARecording
    /// Of another format than this build reads.
    case version(UInt16)
    /// The record that begins at this byte of the file is not as it was written.
    case damaged(at: Int)
}

extension RecordingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notARecording:
            "it is no recording of batond --record"
        case .version(let version):
            "it has format \(version), and this build reads format \(RecordingFormat.version); use the build that wrote it"
        case .damaged(let offset):
            "it is damaged: the record at byte \(offset) is not as it was written; copy it again"
        }
    }
}
