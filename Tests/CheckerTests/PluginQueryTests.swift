import Checks
import Glibc
import Plugins
import Testing

@testable import Checker

@Suite(.timeLimit(.minutes(1))) struct PluginQueryTests {
    /// A checker that answers with these bytes.
    private func answer(to bytes: [UInt8]) async throws -> Result<[PluginDescription], PluginQuery.Failure> {
        var template = Array("/tmp/plugin-query-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        let (program, data) = ("\(folder)/checker", "\(folder)/data")
        defer { rmdir(folder) }
        defer { unlink(program) }
        defer { unlink(data) }
        let script = "#!/bin/sh\ntest \"$1\" = --describe-plugins && exec cat \(data)\n"
        for (path, content, mode) in [(program, Array(script.utf8), mode_t(0o755)), (data, bytes, 0o644)] {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode)
            try #require(descriptor >= 0)
            #expect(write(descriptor, content, content.count) == content.count)
            close(descriptor)
        }
        var failure = PluginQuery.Failure(message: "")
        // A child of another test may hold the script open for writing until it has executed its own program.
        for _ in 0..<20 {
            do throws(PluginQuery.Failure) {
                return .success(try await PluginQuery.descriptions(of: program))
            } catch {
                failure = error
                guard error.message.hasPrefix("cannot ask") else { break }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        return .failure(failure)
    }

    @Test func aCheckerNamesItsPlugins() async throws {
        let own = [PluginDescription(kind: "mail", summary: "", argument: .init(name: "HOST", documentation: ""))]
        #expect(try await self.answer(to: PluginDescription.encoded(own)).get() == own)
    }

    @Test(arguments: [[], Array("hello\n".utf8)]) func anythingElseIsNoAnswer(bytes: [UInt8]) async throws {
        let answer = try await self.answer(to: bytes)
        #expect(throws: PluginQuery.Failure.self) { try answer.get() }
    }

    @Test func aMissingProgramIsSaidSo() async {
        let error = await #expect(throws: PluginQuery.Failure.self) {
            try await PluginQuery.descriptions(of: "/nowhere/checker")
        }
        #expect(error?.message.hasPrefix("cannot ask /nowhere/checker for its plugins: ") == true)
    }
}
