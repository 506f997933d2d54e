/// How the recording of a router process ends. Where none stands at its end, it breaks off.
package enum RecordingEnd: UInt8, Hashable, Sendable {
    /// The process left as it was asked to: this is all of it.
    case left = 1
    /// More happened than could be written down in time.
    case overflow = 2
    /// The disk took no more.
    case disk = 3
    /// The file has its greatest size.
    case full = 4
}
