package import Checks
import Subprocess
import SystemPackage

/// Asks a checker which plugins it has.
package enum PluginQuery {
    /// Why there is no answer, and what was expected.
    package struct Failure: Error, Hashable {
        package let message: String
    }

    private static let limit = 1 << 20
    private static let patience = Duration.seconds(5)

    /// The descriptions that `PATH --describe-plugins` writes.
    package static func descriptions(of checker: String) async throws(Failure) -> [PluginDescription] {
        let bytes: [UInt8]
        do {
            bytes = try await self.output(of: checker)
        } catch {
            throw Failure(message: "cannot ask \(checker) for its plugins: \(error)")
        }
        guard let descriptions = try? PluginDescription.decode(bytes), !descriptions.isEmpty else {
            throw Failure(
                message: "\(checker) --describe-plugins wrote no list of plugins; "
                    + "expected a program built with the Checker library"
            )
        }
        return descriptions
    }

    private static func output(of checker: String) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await self.answer(of: checker) }
            group.addTask {
                try await Task.sleep(for: self.patience)
                return []
            }
            // Ends a checker that has not answered.
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private static func answer(of checker: String) async throws -> [UInt8] {
        var options = PlatformOptions()
        options.processGroupID = 0
        return try await Subprocess.run(
            .path(FilePath(checker)),
            arguments: ["--describe-plugins"],
            platformOptions: options,
            input: .none,
            output: .bytes(limit: self.limit),
            error: .discarded
        ).standardOutput
    }
}
