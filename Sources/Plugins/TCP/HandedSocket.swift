import Glibc

/// A socket on its way from a check to libcurl: whoever ends up without having passed it on closes it.
///
/// Unchecked: the check makes it, the engine's thread hands it over, and between them stands the engine's lock.
@safe
final class HandedSocket: @unchecked Sendable {
    /// Where libcurl finds the descriptor, and puts −1 once it has taken it.
    let place: UnsafeMutablePointer<Int32>

    init(_ descriptor: Int32) {
        unsafe self.place = .allocate(capacity: 1)
        unsafe self.place.initialize(to: descriptor)
    }

    deinit {
        if unsafe self.place.pointee >= 0 { TCPConnection.end(unsafe self.place.pointee) }
        unsafe self.place.deallocate()
    }
}
