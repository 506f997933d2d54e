import Glibc

/// The two ways this room calls the kernel. Both repeat a call that a signal interrupted.
enum Syscall {
    /// The answer of `body`, or the error if it is negative.
    @discardableResult
    static func check<Value: FixedWidthInteger>(
        _ call: String,
        _ object: @autoclosure () -> String = "",
        _ body: () -> Value
    ) throws(SystemError) -> Value {
        while true {
            let value = body()
            if value >= 0 { return value }
            let code = errno
            if code != EINTR { throw SystemError(code: code, call: call, object: object()) }
        }
    }

    /// As ``check(_:_:_:)``, but `nil` where a non-blocking call would have to wait.
    static func attempt<Value: FixedWidthInteger>(
        _ call: String,
        _ object: @autoclosure () -> String = "",
        _ body: () -> Value
    ) throws(SystemError) -> Value? {
        while true {
            let value = body()
            if value >= 0 { return value }
            let code = errno
            if code == EAGAIN || code == EWOULDBLOCK { return nil }
            if code != EINTR { throw SystemError(code: code, call: call, object: object()) }
        }
    }
}
