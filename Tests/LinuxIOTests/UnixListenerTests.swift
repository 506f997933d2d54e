import Glibc
import LinuxIO
import Testing

extension KernelTests {
    @Suite struct UnixListenerTests {
        func mode(_ path: String) -> UInt32? {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            return status.st_mode & 0o7777
        }

        @Test func servesAConnection() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/run/baton/control.sock"
            let listener = try UnixListener(path: path)
            #expect(try listener.accept() == nil)
            let client = try UnixStream(connectingTo: path)
            #expect(try becomesReadable(listener.descriptor))
            let server = try #require(try listener.accept())
            #expect(try server.peerCredentials() == PeerCredentials(pid: getpid(), user: getuid(), group: getgid()))

            #expect(try server.read() == .nothing)
            #expect(try client.write(Array("status\n".utf8)[...]) == 7)
            #expect(try server.read(limit: 4) == .bytes(Array("stat".utf8)))
            #expect(try server.read() == .bytes(Array("us\n".utf8)))
            #expect(try server.write([1, 2, 3][1...]) == 2)
            #expect(try client.read() == .bytes([2, 3]))
        }

        @Test func writesOnlyWhatThereIsRoomFor() throws {
            let directory = try TemporaryDirectory()
            let listener = try UnixListener(path: "\(directory.path)/s")
            let client = try UnixStream(connectingTo: listener.path)
            let server = try #require(try listener.accept())
            let bytes = [UInt8](repeating: 7, count: 8 << 20)
            var written = 0
            while case let count = try server.write(bytes[written...]), count > 0 { written += count }
            #expect(written > 0 && written < bytes.count)
            var read = 0
            while case .bytes(let chunk) = try client.read() { read += chunk.count }
            #expect(read == written)
            #expect(try server.write(bytes[written...]) > 0)
        }

        @Test func tellsTheEnd() throws {
            let directory = try TemporaryDirectory()
            let listener = try UnixListener(path: "\(directory.path)/s")
            var client: UnixStream? = try UnixStream(connectingTo: listener.path)
            let server = try #require(try listener.accept())
            withExtendedLifetime(client) {}
            client = nil
            #expect(try server.read() == .closed)
            let error = #expect(throws: SystemError.self) { _ = try server.write([1]) }
            #expect(error?.code == EPIPE)
        }

        @Test(arguments: [UInt32(0o600), 0o660, 0o666])
        func hasTheModeAskedFor(mode: UInt32) throws {
            let directory = try TemporaryDirectory()
            let listener = try UnixListener(path: "\(directory.path)/s", mode: mode)
            #expect(self.mode(listener.path) == mode)
        }

        @Test func goesAwayWithItsOwner() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/s"
            do {
                let listener = try UnixListener(path: path)
                #expect(self.mode(listener.path) != nil)
            }
            #expect(self.mode(path) == nil)
        }

        @Test func leavesASuccessorsSocketAlone() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/s"
            var first: UnixListener? = try UnixListener(path: path)
            withExtendedLifetime(first) {}
            #expect(rename(path, path + ".old") == 0)
            let second = try UnixListener(path: path)
            first = nil
            #expect(self.mode(second.path) != nil)
            _ = try UnixStream(connectingTo: path)
        }

        @Test func takesTheplaceOfADeadSocket() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/s"
            // A process that dies leaves its socket behind.
            let child = try ChildProcess.fork {
                guard let listener = try? UnixListener(path: path) else { return 1 }
                return withExtendedLifetime(listener) { _exit(0) }
            }
            #expect(try child.wait() == .exited(0))
            #expect(self.mode(path) != nil)
            let listener = try UnixListener(path: path)
            _ = try UnixStream(connectingTo: listener.path)
        }

        @Test func doesNotDisturbALiveOne() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/s"
            let listener = try UnixListener(path: path)
            #expect(throws: SystemError(code: EADDRINUSE, call: "bind", object: path)) { try UnixListener(path: path) }
            _ = try UnixStream(connectingTo: listener.path)
        }

        @Test func doesNotRemoveWhatIsNoSocket() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/file"
            close(open(path, O_CREAT | O_WRONLY, 0o644))
            // Other tests of this process may have a mask of their own.
            chmod(path, 0o644)
            let error = #expect(throws: SystemError.self) { try UnixListener(path: path) }
            #expect(error?.description == "bind \(path) (not a socket): File exists")
            #expect(self.mode(path) == 0o644)
        }

        @Test func refusesALongPath() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/\(String(repeating: "x", count: 100))"
            let error = #expect(throws: SystemError.self) { try UnixListener(path: path) }
            #expect(error?.code == ENAMETOOLONG)
        }

        @Test func saysThatNobodyListens() throws {
            let directory = try TemporaryDirectory()
            let path = "\(directory.path)/s"
            #expect(throws: SystemError(code: ENOENT, call: "connect", object: path)) {
                try UnixStream(connectingTo: path)
            }
        }
    }
}
