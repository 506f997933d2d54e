import Glibc

/// An open file descriptor with one owner, closed when the owner ends.
package struct Descriptor: ~Copyable {
    package let rawValue: Int32

    /// Takes over a descriptor nobody else will close.
    package init(adopting rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        close(self.rawValue)
    }

    /// Hands the open descriptor to the caller, who closes it.
    package consuming func release() -> Int32 {
        let rawValue = self.rawValue
        discard self
        return rawValue
    }

    /// Sets an `int` socket option.
    func set(_ level: Int32, _ option: Int32, to value: Int32, _ name: String) throws(SystemError) {
        var value = value
        try Syscall.check("setsockopt \(name)") {
            unsafe setsockopt(self.rawValue, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Asks for exactly that much room, beyond the system's limit only if that is wanted. Never fails, either.
    func resize(receive bytes: Int32, beyondLimit: Bool) {
        if beyondLimit {
            self.widen(receive: bytes)
        } else {
            try? self.set(SOL_SOCKET, SO_RCVBUF, to: bytes, "SO_RCVBUF")
        }
    }

    /// Binds a socket to an interface: nothing else comes in or goes out.
    func bind(toInterface name: String) throws(SystemError) {
        let bytes = Array(name.utf8)
        try Syscall.check("setsockopt SO_BINDTODEVICE", name) {
            unsafe setsockopt(self.rawValue, SOL_SOCKET, SO_BINDTODEVICE, bytes, socklen_t(bytes.count))
        }
    }

    /// Room for so many bytes that wait to be read; nil = what the kernel gives every socket.
    func limitReceiveBuffer(to bytes: Int32?) {
        if let bytes {
            self.widen(receive: bytes)
        } else if let standard = try? KernelParameter("net/core/rmem_default").read(), let bytes = Int32(standard) {
            // The kernel doubles what it is asked for, and counts its own overhead in it.
            self.widen(receive: bytes / 2)
        }
    }

    /// Asks for room for `bytes` in the queues named, beyond the system's limit where privileged. Never fails: a smaller
    /// queue overflows sooner, and each reader copes with that.
    func widen(receive: Int32? = nil, send: Int32? = nil) {
        if let receive {
            if (try? self.set(SOL_SOCKET, SO_RCVBUFFORCE, to: receive, "SO_RCVBUFFORCE")) == nil {
                try? self.set(SOL_SOCKET, SO_RCVBUF, to: receive, "SO_RCVBUF")
            }
        }
        if let send {
            if (try? self.set(SOL_SOCKET, SO_SNDBUFFORCE, to: send, "SO_SNDBUFFORCE")) == nil {
                try? self.set(SOL_SOCKET, SO_SNDBUF, to: send, "SO_SNDBUF")
            }
        }
    }
}
