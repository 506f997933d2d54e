import ArgumentParser
import Checker
import Checks
import Glibc
import Plugins

/// Which program has the plugins: the one of `--checker`, of the environment variable `BATON_CHECKER`, of the
/// configuration's `checker`, in this order; without them, this one.
struct CheckerChoice {
    /// Why a program cannot be asked, and what was expected.
    struct Failure: Error {
        let message: String
    }

    /// An absolute path; nil = this program.
    let program: String?
    let plugins: [PluginDescription]

    /// - Parameters:
    ///   - option: The value of `--checker`.
    ///   - configured: What the configuration says.
    init(option: String?, configured: String?) async throws(Failure) {
        let environment = unsafe getenv("BATON_CHECKER").map { unsafe String(cString: $0) }
        let choices = [("--checker", option), ("BATON_CHECKER", environment), ("checker", configured)]
        guard let (source, path) = choices.lazy.compactMap({ source, path in path.map { (source, $0) } }).first else {
            self.program = nil
            self.plugins = BuiltinChecks.all.map { $0.description }
            return
        }
        guard let resolved = Self.canonical(path) else {
            let reason = unsafe String(cString: strerror(errno))
            throw Failure(message: "\(source) \(path): expected a program built with the Checker library: \(reason)")
        }
        do throws(PluginQuery.Failure) {
            self.plugins = try await PluginQuery.descriptions(of: resolved)
        } catch {
            throw Failure(message: "\(source): \(error.message)")
        }
        self.program = resolved
    }

    /// The same for a command that ends when a program cannot be asked.
    ///
    /// - Throws: Exit code 78, after a message.
    static func made(option: String?, configured: String? = nil) async throws -> CheckerChoice {
        do throws(Failure) {
            return try await CheckerChoice(option: option, configured: configured)
        } catch {
            StandardError.print("baton: \(error.message)")
            throw ExitCode(EX_CONFIG)
        }
    }

    /// Absolute: the working directory is another one when checks run.
    private static func canonical(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
