import Glibc

/// Where the checker is.
enum CheckerProgram {
    private static let variable = "BATON_CHECKER"

    /// The one the environment names, which goes before any other; nil = none.
    static func named() throws(LaunchError) -> ConfigurationLoader.Checker? {
        guard let path = ProcessEnvironment[self.variable] else { return nil }
        guard unsafe access(path, X_OK) == 0 else {
            throw LaunchError("\(self.variable) names \(path), which is no executable file")
        }
        do {
            return ConfigurationLoader.Checker(path: path, plugins: try PluginSurvey.descriptions(of: path))
        } catch {
            throw LaunchError("\(self.variable): \(error.message); \(error.fix)")
        }
    }

    /// The one a configuration wants, or the one that comes with this program.
    static func path(for loaded: ConfigurationLoader.Loaded?) throws(LaunchError) -> String {
        if let path = loaded?.checkerPath { return path }
        return try self.installed()
    }

    private static func installed() throws(LaunchError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let directory = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let candidates = [directory + "/baton-checker", "/usr/libexec/baton/baton-checker"]
        guard let path = candidates.first(where: { unsafe access($0, X_OK) == 0 }) else {
            throw LaunchError(
                "baton-checker not found; expected it at \(candidates.joined(separator: " or ")), "
                    + "or named by checker in global_defs, or by the environment variable \(self.variable)"
            )
        }
        return path
    }
}
