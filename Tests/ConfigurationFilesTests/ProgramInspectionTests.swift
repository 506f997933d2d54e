import Checks
import Configuration
import ConfigurationFiles
import Glibc
import Testing

/// What is said of programs when a configuration is loaded.
@Suite struct ProgramInspectionTests {
    /// A folder of root's with one program in it.
    private final class Folder {
        let path: String
        var program: String { "\(self.path)/check" }

        init() throws {
            var template = Array("/tmp/inspection-test-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            chmod(self.path, 0o755)
            let descriptor = open(self.program, O_WRONLY | O_CREAT | O_CLOEXEC, 0o755)
            try #require(descriptor >= 0)
            fchmod(descriptor, 0o755)
            close(descriptor)
        }

        deinit {
            for name in ["check", "link"] { unlink("\(self.path)/\(name)") }
            rmdir(self.path)
        }
    }

    private func check(
        _ program: String,
        kind: String = "exec",
        user: String? = nil,
        allows: Bool = false,
        isScript: Bool = false
    ) -> CheckDefinition {
        CheckDefinition(
            name: "web",
            kind: kind,
            options: CheckOptions(
                arguments: [program],
                argument: .string(program),
                values: ["unsafe_path": .boolean(allows)]
            ),
            user: user.map { ScriptUser(user: $0) },
            origin: isScript ? .script(command: program, native: false) : .check,
            location: SourceLocation(file: "checks.d/web.conf", line: 3, column: 7)
        )
    }

    @Test func aProgramOfRootAloneIsFine() throws {
        for program in ["/bin/sh", "true", "sh"] {
            for kind in ["exec", "stream", "shell"] {
                #expect(ProgramInspection.diagnostics(for: [self.check(program, kind: kind)]) == [])
            }
        }
        // A command line is no path.
        #expect(ProgramInspection.diagnostics(for: [self.check("/no/such/thing | cat", kind: "shell")]) == [])
        #expect(ProgramInspection.diagnostics(for: [self.check("nginx", kind: "process")]) == [])
    }

    @Test(arguments: [
        ("/no/such/program", "cannot run /no/such/program: No such file or directory"),
        ("/etc/passwd", "cannot run /etc/passwd: not executable"),
        ("/tmp", "cannot run /tmp: expected a program, found no file"),
        ("no-such-program", "there is no program no-such-program in /usr/local/sbin"),
    ])
    func whatCannotRunIsAWarning(program: String, words: String) {
        for isScript in [false, true] where !isScript || program.hasPrefix("/") {
            let found = ProgramInspection.diagnostics(for: [self.check(program, isScript: isScript)])
            #expect(found.map(\.severity) == [.warning])
            #expect(found.first?.location.description == "checks.d/web.conf:3:7")
            #expect(found.first?.message.contains("check 'web' will be unknown: \(words)") == true)
        }
    }

    @Test func whatOthersMayChangeIsAnError() throws {
        guard geteuid() == 0 else {
            if getenv("CI").map({ String(cString: $0) }) == "true" { Issue.record("this test needs root") }
            return
        }
        let folder = try Folder()
        let program = folder.program
        #expect(ProgramInspection.diagnostics(for: [self.check(program)]) == [])
        chmod(program, 0o757)
        for kind in ["exec", "stream"] {
            let found = ProgramInspection.diagnostics(for: [self.check(program, kind: kind)])
            #expect(found.map(\.severity) == [.error])
            #expect(found.first?.category == .scriptSecurity)
            #expect(found.first?.message.contains("\(program) may be changed by others") == true)
            #expect(found.first?.fix?.contains("unsafe_path on") == true)
        }
        #expect(ProgramInspection.diagnostics(for: [self.check(program, user: "root")]).count == 1)
        for allowed in [
            self.check(program, user: "nobody"), self.check(program, allows: true), self.check(program, isScript: true),
        ] {
            #expect(ProgramInspection.diagnostics(for: [allowed]) == [])
        }
        var script = self.check(program, isScript: true)
        script.demandsSafePath = true
        #expect(ProgramInspection.diagnostics(for: [script]).map(\.severity) == [.warning])
        var disabled = self.check(program)
        disabled.mode = .disabled
        #expect(ProgramInspection.diagnostics(for: [disabled]) == [])
    }

    @Test func aLinkOthersMayTurnIsAnError() throws {
        guard geteuid() == 0 else { return }
        let folder = try Folder()
        let link = "\(folder.path)/link"
        try #require(symlink("/bin/sh", link) == 0)
        #expect(ProgramInspection.diagnostics(for: [self.check(link)]) == [])
        lchown(link, 65534, 65534)
        #expect(ProgramInspection.diagnostics(for: [self.check(link)]).map(\.severity) == [.error])
        lchown(link, 0, 0)
        chmod(folder.path, 0o777)
        #expect(ProgramInspection.diagnostics(for: [self.check(link)]).map(\.severity) == [.error])
    }
}
