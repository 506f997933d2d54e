import Checks
import Glibc

/// A file that can be executed, as far as looking at it tells.
struct ProgramFile: Hashable, Sendable {
    var path: String

    static let shell = ProgramFile(path: "/bin/sh")

    struct Failure: Error, Hashable {
        var reason: ReasonCode
        var message: String
    }

    /// A program with a slash is taken as it stands; a bare name is looked for in PATH.
    static func find(_ program: String, searchPath: String = Self.searchPath) -> Result<ProgramFile, Failure> {
        guard !program.isEmpty, !program.utf8.contains(0) else {
            return .failure(Failure(reason: .execNotFound, message: "expected a program, found an empty name"))
        }
        if program.contains("/") { return self.examine(program) }
        var denied: Failure?
        for directory in searchPath.split(separator: ":") where directory.first == "/" {
            switch self.examine("\(directory)/\(program)") {
            case .success(let file): return .success(file)
            case .failure(let failure):
                if failure.reason == .execNotExecutable { denied = denied ?? failure }
            }
        }
        return .failure(
            denied
                ?? Failure(reason: .execNotFound, message: "cannot run \(program): no such program in \(searchPath)")
        )
    }

    private static func examine(_ path: String) -> Result<ProgramFile, Failure> {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            let number = errno
            let text = unsafe String(cString: strerror(number))
            let reason: ReasonCode = number == EACCES ? .execNotExecutable : .execNotFound
            return .failure(Failure(reason: reason, message: "cannot run \(path): \(text)"))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return .failure(
                Failure(reason: .execNotExecutable, message: "cannot run \(path): expected a program, found no file")
            )
        }
        guard unsafe access(path, X_OK) == 0 else {
            return .failure(
                Failure(reason: .execNotExecutable, message: "cannot run \(path): not executable; try chmod +x \(path)")
            )
        }
        return .success(ProgramFile(path: path))
    }

    /// Whether the mode leaves this user a way to execute the file. setpriv still has root's privileges when it
    /// executes the program, so the kernel does not ask. A group's bit may stand for an access control list.
    func mayBeExecuted(by identity: ChildIdentity) -> Bool {
        var status = stat()
        guard unsafe stat(self.path, &status) == 0, identity.user != 0 else { return true }
        let isOwner = status.st_uid == identity.user
        return status.st_mode & (S_IXGRP | S_IXOTH) != 0 || (isOwner && status.st_mode & S_IXUSR != 0)
    }

    /// The checker's own.
    static var searchPath: String {
        unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ChildEnvironment.searchPath
    }
}
