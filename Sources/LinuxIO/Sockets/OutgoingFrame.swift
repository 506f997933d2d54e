/// A frame ready for the wire, without its check sequence, and where it goes out.
package struct OutgoingFrame: Hashable, Sendable {
    /// As the kernel numbers it.
    package var interfaceIndex: Int32
    /// Destination, source, type and payload.
    package var bytes: [UInt8]

    package init(interfaceIndex: Int32, bytes: [UInt8]) {
        self.interfaceIndex = interfaceIndex
        self.bytes = bytes
    }
}
