/// How much the kernel may keep for a socket.
package struct ReceiveBuffer: Hashable, Sendable {
    /// nil = a mebibyte.
    package var bytes: Int32?
    /// Whether it may be more than `net.core.rmem_max`: the `_force` words. It may unless something else is said.
    package var mayExceedLimit: Bool?

    package init() {}
}
