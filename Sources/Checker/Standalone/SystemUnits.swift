import Subprocess
import SystemPackage

/// The services of systemd, for those who propose checks.
package enum SystemUnits {
    private static let patience = Duration.seconds(5)

    /// The names of the units of type service that are running; nil where systemd does not run or does not answer.
    package static func runningServices() async -> [String]? {
        await withTaskGroup(of: [String]?.self) { group in
            group.addTask { await self.ask() }
            group.addTask {
                try? await Task.sleep(for: self.patience)
                return nil
            }
            // Ends a systemctl that has not answered.
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private static func ask() async -> [String]? {
        let result = try? await Subprocess.run(
            .name("systemctl"),
            arguments: [
                "list-units", "--type=service", "--state=running", "--plain", "--no-legend", "--no-pager",
            ],
            input: .none,
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.split(separator: "\n").compactMap {
            $0.split(separator: " ").first.map(String.init)
        }
    }
}
