import Glibc

/// A real dbus-daemon of a test's own, with a socket in its own directory.
final class MessageBus: Sendable {
    let socket: String
    private let directory: TemporaryDirectory
    private let child: pid_t

    static let program = "/usr/bin/dbus-daemon"

    init() async throws {
        let directory = try TemporaryDirectory()
        self.directory = directory
        self.socket = "\(directory.path)/bus"
        let configuration = try directory.write(
            "bus.conf",
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:path=\(self.socket)</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
              </policy>
            </busconfig>
            """
        )
        let words = [Self.program, "--nofork", "--nopidfile", "--nosyslog", "--config-file=\(configuration)"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        guard posix_spawn(&child, Self.program, nil, nil, &arguments, environ) == 0 else {
            throw TemporaryDirectory.Failure(number: errno)
        }
        self.child = child
        let socket = self.socket
        guard try await eventually({ access(socket, F_OK) == 0 }) else {
            throw TemporaryDirectory.Failure(number: ETIMEDOUT)
        }
    }

    func stop() {
        kill(self.child, SIGKILL)
    }

    deinit {
        kill(self.child, SIGKILL)
        var status: Int32 = 0
        waitpid(self.child, &status, 0)
    }
}
