package import Checks

/// Everything the configuration was read from, as bytes: the supervisor reads the files once and hands the bundle to
/// the other processes, which parse the same bytes and so cannot disagree.
package struct SourceBundle: Hashable, Sendable {
    /// The file named with `-f`.
    package var mainFile: String
    /// Every file that was read, by the path it was read as.
    package var files: [String: [UInt8]]
    /// What each include pattern or `checks_dir` matched, in order; keyed by the absolute pattern.
    package var matches: [String: [String]]
    /// Which users were asked for, and whether the host has them.
    package var users: [String: Bool] = [:]
    /// Host name, config id and environment: what `$` built-ins and `@` conditions ask for.
    package var facts: Facts
    /// What the checker's plugins say of themselves; nil = they are the built-in ones.
    package var plugins: [PluginDescription]?

    package init(
        mainFile: String,
        files: [String: [UInt8]] = [:],
        matches: [String: [String]] = [:],
        facts: Facts = Facts(),
        plugins: [PluginDescription]? = nil
    ) {
        self.mainFile = mainFile
        self.files = files
        self.matches = matches
        self.facts = facts
        self.plugins = plugins
    }

    package struct Facts: Hashable, Sendable {
        package var hostName: String
        /// `-i`; nil = the host name up to its first dot.
        package var configurationID: String?
        package var environment: [String: String]
        /// Seed of `${_RANDOM}`.
        package var randomSeed: UInt64
        /// `-e`: what include lines do not find is an error.
        package var checksIncludes: Bool

        /// What `@` conditions and `${_INSTANCE}` mean.
        var effectiveID: String {
            self.configurationID ?? String(self.hostName.prefix { $0 != "." })
        }

        package init(
            hostName: String = "",
            configurationID: String? = nil,
            environment: [String: String] = [:],
            randomSeed: UInt64 = 0,
            checksIncludes: Bool = false
        ) {
            self.hostName = hostName
            self.configurationID = configurationID
            self.environment = environment
            self.randomSeed = randomSeed
            self.checksIncludes = checksIncludes
        }
    }
}
