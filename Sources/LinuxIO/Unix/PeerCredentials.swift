/// Who connected, as the kernel saw it at that moment.
package struct PeerCredentials: Hashable, Sendable {
    package var pid: Int32
    package var user: UInt32
    package var group: UInt32

    package init(pid: Int32, user: UInt32, group: UInt32) {
        self.pid = pid
        self.user = user
        self.group = group
    }
}
