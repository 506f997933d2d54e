import CLinux
import Configuration
import Glibc

/// A process under a name of the test's choice; killed with the test, and by the kernel if the test dies.
struct FixtureProcess {
    let identifier: pid_t

    init(_ process: TestFixture.NamedProcess, in folder: FixtureFolder) throws(FixtureError) {
        guard let program = process.command.first, unsafe access(program, X_OK) == 0 else {
            throw FixtureError("cannot run \(process.command.first ?? "''"): expected an executable program")
        }
        // A process is called what the path it was started by ends in.
        try folder.makeFolder("bin")
        try folder.makeLink("bin/\(process.title)", to: program)
        self.identifier = try Self.start(
            "\(folder.path)/bin/\(process.title)",
            [process.title] + process.command.dropFirst()
        )
        self.awaitName(process.title)
    }

    private static func start(_ path: String, _ arguments: [String]) throws(FixtureError) -> pid_t {
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { throw FixtureError("cannot open /dev/null", errno: errno) }
        defer { close(null) }
        let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        let child = unsafe clinux_spawn(path, words, environ, [null, null, null], [0, 1, 2], 3, SIGKILL, 1)
        guard child > 0 else { throw FixtureError("cannot run \(path)", errno: errno) }
        return child
    }

    /// The name is the new one a moment after the start.
    private func awaitName(_ name: String) {
        let wanted = Array(name.utf8.prefix(15)) + [UInt8(ascii: "\n")]
        for _ in 0..<200 {
            let descriptor = unsafe open("/proc/\(self.identifier)/comm", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 32)
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
            if count > 0, Array(buffer.prefix(count)) == wanted { return }
            usleep(1000)
        }
    }

    /// Returns when the process and what it left in its group are gone.
    func stop() {
        kill(-self.identifier, SIGKILL)
        while waitpid(self.identifier, nil, 0) < 0, errno == EINTR {}
    }
}
