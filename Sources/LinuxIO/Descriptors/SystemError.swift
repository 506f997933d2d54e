import Glibc

/// A system call that failed: which one, on what, and why.
package struct SystemError: Error, Hashable, Sendable {
    /// The value of `errno`.
    package var code: Int32
    /// The call's name as its manual page has it.
    package var call: String
    /// What it was about, in words of the operator: a path, an interface, an address; empty if there is nothing to name.
    package var object: String

    package init(code: Int32, call: String, object: String = "") {
        self.code = code
        self.call = call
        self.object = object
    }

    /// The failure of the call made just now on this thread.
    static func last(_ call: String, _ object: String = "") -> SystemError {
        SystemError(code: errno, call: call, object: object)
    }
}

extension SystemError {
    /// Why it failed, without the call: `No route to host (Nexthop has invalid gateway)`.
    package var reason: String {
        let text = unsafe strerror(self.code).map { unsafe String(cString: $0) } ?? "error \(self.code)"
        return self.object.isEmpty ? text : "\(text) \(self.object)"
    }
}

extension SystemError: CustomStringConvertible {
    /// `bind /run/baton/control.sock: Address already in use`.
    package var description: String {
        let reason = unsafe strerror(self.code).map { unsafe String(cString: $0) } ?? "error \(self.code)"
        return self.object.isEmpty ? "\(self.call): \(reason)" : "\(self.call) \(self.object): \(reason)"
    }
}
