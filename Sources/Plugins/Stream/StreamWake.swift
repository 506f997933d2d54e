import Glibc

/// Wakes the thread of a stream.
final class StreamWake: Sendable {
    /// Readable once woken.
    let descriptor: Int32
    private let trigger: Int32

    /// nil where there are no more descriptors to be had.
    init?() {
        guard let ends = PipeEnds() else { return nil }
        self.descriptor = ends.read
        self.trigger = ends.write
        PipeEnds.makeNonBlocking(ends.read)
        PipeEnds.makeNonBlocking(ends.write)
    }

    deinit {
        close(self.descriptor)
        close(self.trigger)
    }

    /// A full pipe has woken it already.
    func wake() {
        var byte: UInt8 = 1
        _ = unsafe write(self.trigger, &byte, 1)
    }

    func clear() {
        var buffer = [UInt8](repeating: 0, count: 64)
        while unsafe buffer.withUnsafeMutableBytes({ unsafe read(self.descriptor, $0.baseAddress, $0.count) }) > 0 {}
    }
}
