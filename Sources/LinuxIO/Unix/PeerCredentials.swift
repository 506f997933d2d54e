/// Who connected, as the kernel saw it at that moment.
package struct PeerCredentials: Hashable, Sendable {
    package var pid: Int32
    package var user: UInt32
    package var group: UInt32
}
