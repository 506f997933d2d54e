/// One gratuitous ARP frame.
package struct Announcement: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var frame: [UInt8]
}
