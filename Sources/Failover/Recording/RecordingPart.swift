import Checks

/// A piece of a recording on its way from the router to the process that writes it.
package struct RecordingPart: Hashable, Sendable {
    package var bytes: [UInt8]
    /// It is the first of a router process: what an earlier one did not say to its end is void.
    package var beginsRun: Bool
    /// The last record in it is whole.
    package var endsRecord: Bool

    package init(bytes: [UInt8], beginsRun: Bool, endsRecord: Bool) {
        self.bytes = bytes
        self.beginsRun = beginsRun
        self.endsRecord = endsRecord
    }

    package func encoded() -> [UInt8] {
        [(self.beginsRun ? 1 : 0) | (self.endsRecord ? 2 : 0)] + self.bytes
    }

    package init?(decoding message: [UInt8]) {
        guard let flags = message.first, flags < 4 else { return nil }
        self.init(bytes: Array(message.dropFirst()), beginsRun: flags & 1 != 0, endsRecord: flags & 2 != 0)
    }
}
