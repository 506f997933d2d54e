package import Checks

/// Something a test provides for its check to look at; all of them live in the test's own process and folder, and on
/// the loopback interface.
package struct TestFixture: Hashable, Sendable {
    package var name: String
    package var kind: Kind
    package var location: SourceLocation

    package enum Kind: Hashable, Sendable {
        case http(HTTPService)
        case tcp(SocketScript)
        case process(NamedProcess)
        case file(TestFile)
        case script(TestScript)
    }

    /// A server that answers requests in the order of its answers; the last one stays.
    package struct HTTPService: Hashable, Sendable {
        /// nil = a free one.
        package var port: UInt16?
        /// The only path there is; nil = every path.
        package var path: String?
        /// Lines such as `X-Name: value` beside those of every answer.
        package var headers: [String] = []
        /// At least one.
        package var answers: [Answer] = []

        package init(port: UInt16? = nil, path: String? = nil, headers: [String] = [], answers: [Answer] = []) {
            self.port = port
            self.path = path
            self.headers = headers
            self.answers = answers
        }
    }

    package struct Answer: Hashable, Sendable {
        package var reply: Reply
        /// How many requests get it; nil = all that follow.
        package var times: Int?
        /// How long the server waits before it answers.
        package var delay: Duration = .zero

        package init(reply: Reply, times: Int? = nil, delay: Duration = .zero) {
            self.reply = reply
            self.times = times
            self.delay = delay
        }

        package enum Reply: Hashable, Sendable {
            case respond(status: Int, body: String)
            /// Nothing, until the client gives up.
            case hang
            /// The connection ends without an answer.
            case close
        }
    }

    /// What a server does on every connection, in order; then it waits for the client to close.
    package struct SocketScript: Hashable, Sendable {
        package var port: UInt16?
        package var moves: [Move] = []

        package init(port: UInt16? = nil, moves: [Move] = []) {
            self.port = port
            self.moves = moves
        }

        package enum Move: Hashable, Sendable {
            case send([UInt8])
            /// Reads until these bytes have come.
            case expect([UInt8])
            case wait(Duration)
            case close
        }
    }

    /// A process that does nothing, under a name.
    package struct NamedProcess: Hashable, Sendable {
        /// What `/proc/PID/comm` says, up to 15 bytes.
        package var title: String
        /// The program and its arguments.
        package var command: [String]

        package init(title: String, command: [String]) {
            self.title = title
            self.command = command
        }
    }

    package struct TestFile: Hashable, Sendable {
        package var content: [UInt8] = []
        package var age: Duration = .zero
        package var mode: UInt16 = 0o644

        package init(content: [UInt8] = [], age: Duration = .zero, mode: UInt16 = 0o644) {
            self.content = content
            self.age = age
            self.mode = mode
        }
    }

    /// A program for `/bin/sh`.
    package struct TestScript: Hashable, Sendable {
        /// Its lines behind `#!/bin/sh`.
        package var lines: [String] = []

        package init(lines: [String] = []) {
            self.lines = lines
        }
    }
}
