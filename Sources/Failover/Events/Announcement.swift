/// One gratuitous ARP frame.
package struct Announcement: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var frame: [UInt8]

    package init(interfaceIndex: Int32, frame: [UInt8]) {
        self.interfaceIndex = interfaceIndex
        self.frame = frame
    }
}
