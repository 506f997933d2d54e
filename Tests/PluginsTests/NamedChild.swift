import Glibc

/// A child process under a name of the test's choosing: a copy of `cat` that waits for its input.
final class NamedChild {
    let identifier: pid_t
    private let directory: TemporaryDirectory?
    private let input: Int32
    private var isReaped = false

    struct Failure: Error {
        var number: Int32
    }

    convenience init(_ name: String) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/\(name)"
        guard symlink("/bin/cat", path) == 0 else { throw Failure(number: errno) }
        try self.init(executing: path, [path], directory)
    }

    init(executing path: String, _ arguments: [String], _ directory: TemporaryDirectory? = nil) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(number: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var identifier = pid_t()
        var failure = posix_spawn(&identifier, path, &actions, nil, &argv, nil)
        // A child some other test has just forked may hold the file's descriptor for writing until it executes.
        for _ in 0..<500 where failure == ETXTBSY {
            usleep(10_000)
            failure = posix_spawn(&identifier, path, &actions, nil, &argv, nil)
        }
        close(ends[0])
        guard failure == 0 else {
            close(ends[1])
            throw Failure(number: failure)
        }
        self.identifier = identifier
        self.input = ends[1]
        self.directory = directory
    }

    /// Ends it and takes it out of the table.
    func kill() {
        guard !self.isReaped else { return }
        self.isReaped = true
        Glibc.kill(self.identifier, SIGKILL)
        close(self.input)
        waitpid(self.identifier, nil, 0)
    }

    deinit {
        self.kill()
    }
}
