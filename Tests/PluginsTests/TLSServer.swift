import Checks
import Foundation
import Glibc

/// Certificates of an authority of the test's own, and servers that show them: OpenSSL's, for it is not ours.
final class TLSServer {
    /// `ca.pem` and, beside their keys, `web.pem` (web.test, 127.0.0.1, 20 days), `other.pem` (other.test), `self.pem`
    /// (signed by itself), `expired.pem`, `client.pem`.
    struct Authority {
        let directory: TemporaryDirectory

        var authorities: String { self.path("ca.pem") }

        func path(_ name: String) -> String { "\(self.directory.path)/\(name)" }

        init() throws {
            self.directory = try TemporaryDirectory()
            let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            try self.shell("openssl req -x509 \(key) -keyout ca.key -out ca.pem -days 3650 -subj /CN=authority")
            try self.shell("openssl req -x509 \(key) -keyout self.key -out self.pem -days 9 -subj /CN=web.test")
            for (name, names) in [
                ("web", "DNS:web.test,IP:127.0.0.1"), ("other", "DNS:other.test"), ("client", "DNS:c"),
            ] {
                try self.shell("openssl req \(key) -keyout \(name).key -out \(name).csr -subj /CN=\(name).test")
                try self.shell(
                    "echo subjectAltName=\(names) > ext; openssl x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key "
                        + "-CAcreateserial -days 20 -extfile ext -out \(name).pem"
                )
            }
            // Dates in the past: `x509 -req` has only a number of days, `ca` takes both ends.
            try self.directory.write(
                "ca.cnf",
                "[ca]\ndefault_ca=a\n[a]\ndatabase=index\nserial=number\nnew_certs_dir=.\ndefault_md=sha256\n"
                    + "policy=p\nunique_subject=no\n[p]\ncommonName=supplied\n"
            )
            try self.shell(
                "touch index; echo 77 > number; cp web.key expired.key; echo subjectAltName=IP:127.0.0.1 > ext; "
                    + "openssl ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in web.csr -out expired.pem "
                    + "-notext -extfile ext -startdate 20200101000000Z -enddate 20210101000000Z"
            )
        }

        private func shell(_ command: String) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "cd \(self.directory.path) && { \(command); } >>log 2>&1"]
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw Failure(message: "\(command): \(self.directory.read("log") ?? "")")
            }
        }
    }

    struct Failure: Error {
        var message: String
    }

    let port: UInt16
    private let process = Process()

    /// - Parameters:
    ///   - certificate: One of the authority's, such as `web`.
    ///   - arguments: More for `openssl s_server`: `-www` speaks HTTP, `-rev` answers every line reversed.
    init(_ authority: Authority, _ certificate: String, _ arguments: String...) async throws {
        self.port = try LocalServer.closedPort()
        self.process.executableURL = URL(filePath: "/usr/bin/openssl")
        self.process.currentDirectoryURL = URL(filePath: authority.directory.path)
        self.process.arguments =
            [
                "s_server", "-accept", "127.0.0.1:\(self.port)", "-cert", "\(certificate).pem", "-key",
                "\(certificate).key",
                "-quiet",
            ] + arguments
        self.process.standardInput = Pipe()
        self.process.standardOutput = FileHandle.nullDevice
        self.process.standardError = FileHandle.nullDevice
        try self.process.run()
        let port = self.port
        let isUp = try await eventually {
            try await Words("tcp", "127.0.0.1:\(port)").run().status == .pass
        }
        guard isUp else { throw Failure(message: "openssl s_server does not listen") }
    }

    deinit {
        kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
    }
}
