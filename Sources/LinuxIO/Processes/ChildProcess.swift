import CLinux
import Glibc

/// The two ways to have a child. Both children begin as any program expects: default signal actions, nothing blocked,
/// `SCHED_OTHER`.
package enum ChildProcess {
    /// Runs `body` in a copy of this process and ends it with the answer as exit code.
    ///
    /// The calling process must have one thread only. In the child nothing of the caller's stack is ever unwound, so no
    /// `deinit` of the parent's objects runs twice; descriptors are shared until the child closes its copies.
    ///
    /// - Parameter parentDeathSignal: what the child gets when this thread ends; 0 for nothing.
    package static func fork(
        parentDeathSignal: Int32 = SIGTERM,
        _ body: () -> Int32
    ) throws(SystemError) -> ProcessDescriptor {
        let parent = getpid()
        let child = try Syscall.check("fork") { clinux_fork() }
        if child == 0 {
            guard clinux_reset_child(parent, parentDeathSignal) == 0 else { _exit(126) }
            _exit(body())
        }
        return try Self.handle(child)
    }

    /// Starts the program at `path`.
    ///
    /// - Parameters:
    ///   - arguments: including the program's own name, the first.
    ///   - environment: as `NAME=value`.
    ///   - descriptors: which of this process's descriptors (value) the child has under which number (key). 0, 1 and 2 are
    ///     inherited unless named; all others are closed.
    ///   - parentDeathSignal: what the child gets when this thread ends; 0 for nothing.
    ///   - newProcessGroup: makes the child leader of a group of its own, so that all it starts can be signalled at once.
    /// - Throws: what `fork` or `execve` failed with (ENOENT, EACCES, ENOEXEC…); no process is left then.
    package static func spawn(
        _ path: String,
        arguments: [String],
        environment: [String],
        descriptors: [Int32: Int32] = [:],
        parentDeathSignal: Int32 = SIGTERM,
        newProcessGroup: Bool = false
    ) throws(SystemError) -> ProcessDescriptor {
        let targets = Array(descriptors.keys)
        let sources = targets.compactMap { descriptors[$0] }
        var argumentVector = unsafe CStringVector(arguments)
        var environmentVector = unsafe CStringVector(environment)
        defer {
            unsafe argumentVector.free()
            unsafe environmentVector.free()
        }
        let child = try Syscall.check("exec", path) {
            unsafe clinux_spawn(
                path,
                &argumentVector.pointers,
                &environmentVector.pointers,
                sources,
                targets,
                targets.count,
                parentDeathSignal,
                newProcessGroup ? 1 : 0
            )
        }
        return try Self.handle(child)
    }

    /// A child that nobody could wait for or signal must not live on.
    private static func handle(_ child: Int32) throws(SystemError) -> ProcessDescriptor {
        do {
            return try ProcessDescriptor(pid: child)
        } catch {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
            throw error
        }
    }
}
