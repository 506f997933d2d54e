import CLinux
import Glibc

@testable import Plugins

/// A network namespace of its own. Sockets made in it stay there, whichever thread uses them later.
///
/// Needs the privilege to make one; without it, tests that use it fail.
final class NetworkNamespace: Sendable {
    private let descriptor: Int32

    struct Failure: Error {
        var call: String
        var number: Int32
    }

    /// A fresh namespace whose loopback interface is up.
    init() async throws {
        let made: Result<Int32, Failure> = await Self.onAThread {
            guard clinux_unshare_network() == 0 else {
                return .failure(Failure(call: "unshare", number: errno))
            }
            let descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
            return descriptor < 0 ? .failure(Failure(call: "open", number: errno)) : .success(descriptor)
        }
        self.descriptor = try made.get()
        try await self.run("ip", "link", "set", "lo", "up")
    }

    deinit {
        close(self.descriptor)
    }

    /// What `body` answers, called in the namespace.
    func inside<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let descriptor = self.descriptor
        let result: Result<Value, any Error> = await Self.onAThread {
            guard clinux_enter_network(descriptor) == 0 else {
                return .failure(Failure(call: "setns", number: errno))
            }
            return Result { try body() }
        }
        return try result.get()
    }

    /// Runs a program there and waits for it.
    func run(_ program: String...) async throws {
        let status = try await self.inside {
            var arguments: [UnsafeMutablePointer<CChar>?] = (["/usr/bin/env"] + program).map { strdup($0) } + [nil]
            defer { for argument in arguments { free(argument) } }
            var child = pid_t()
            // The child gets the network of the thread that makes it.
            guard posix_spawn(&child, "/usr/bin/env", nil, nil, &arguments, environ) == 0 else { return Int32(-1) }
            var status: Int32 = 0
            waitpid(child, &status, 0)
            return status
        }
        guard status == 0 else { throw Failure(call: program.joined(separator: " "), number: status) }
    }

    /// Threads that have changed their namespace end; none goes back to a pool.
    private static func onAThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detach { continuation.resume(returning: body()) }
        }
    }
}
