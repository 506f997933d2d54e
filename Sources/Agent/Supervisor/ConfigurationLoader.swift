import CLinux
import Checks
import Configuration
import ConfigurationFiles
import Glibc
import LinuxIO

/// Reads the configuration from the disk: the only place that does.
struct ConfigurationLoader {
    let mainFile: String
    let configurationID: String?
    /// The network namespace this process has entered; nil = the one it was started in. A process is in one for its life.
    private(set) var namespace: Namespace = .undecided
    /// `-e`.
    let checksIncludes: Bool
    /// The checker that `BATON_CHECKER` names, whatever the configuration says; nil = it decides.
    let checker: Checker?

    /// A checker of the operator's own.
    struct Checker {
        let path: String
        let plugins: [PluginDescription]
    }

    /// `-s`: the namespace, whatever the configuration says.
    var namespaceOverride: String?

    /// Which network namespace the process runs in.
    enum Namespace: Hashable {
        /// Nothing has been loaded yet.
        case undecided
        /// nil = the one it was started in.
        case entered(String?)
    }

    init(mainFile: String, configurationID: String?, checksIncludes: Bool = false, checker: Checker?) {
        self.mainFile = mainFile
        self.configurationID = configurationID
        self.checksIncludes = checksIncludes
        self.checker = checker
    }

    struct Loaded {
        var configuration: AgentConfiguration
        var bundle: SourceBundle
        var diagnostics: [Diagnostic]
        /// What it names of the host.
        var needs: HostNeeds
        /// The program to start as the checker; nil = the one that comes with batond.
        var checkerPath: String?
    }

    struct Refused: Error {
        var diagnostics: [Diagnostic]
        /// The main file itself cannot be read.
        var cannotRead: Bool
    }

    /// Reads and validates, with the plugins of the checker that is to run; the interfaces it names must exist. The first
    /// configuration that loads takes the process into its network namespace, before anything is asked of the network.
    ///
    /// - Parameters:
    ///   - looksAtNetwork: Whether interfaces must be there now; else ``missingInterfaces(of:)`` says it later.
    ///   - ahead: What ``readAhead(of:)`` gave just now.
    mutating func load(looksAtNetwork: Bool = true, ahead: SourceBundle? = nil) throws(Refused) -> Loaded {
        let disk = self.disk
        let source = ReadAheadReader(ahead ?? SourceBundle(mainFile: self.mainFile, facts: disk.facts), base: disk)
        var reader = RecordingReader(source, mainFile: self.mainFile)
        var result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: self.mainFile,
            plugins: self.checker?.plugins ?? BuiltinPlugins.descriptions,
            keepsOrigins: false
        )
        let globals = result.globals
        let checker = try self.checker(for: globals)
        if self.checker == nil, let checker {
            // The file itself names a checker with other plugins.
            result = ConfigurationParser.parse(
                reader: &reader,
                mainFile: self.mainFile,
                plugins: checker.plugins,
                keepsOrigins: false
            )
        }
        guard reader.bundle.files[self.mainFile] != nil else {
            throw Refused(diagnostics: result.diagnostics, cannotRead: true)
        }
        // A namespace is entered for a configuration that loads only; another one says nothing of this one's interfaces.
        if result.configuration != nil, let refusal = self.enterNamespace(of: result.needs) {
            result.add([refusal])
        }
        let wanted = self.namespaceOverride ?? result.needs.networkNamespace?.name
        let isInside = self.namespace == .entered(wanted)
        let isSeen = isInside || (self.namespace == .undecided && wanted == nil)
        // A script that runs first may make them.
        let areMadeLater = !looksAtNetwork && result.configuration?.global.processes.startup.script != nil
        result.add(
            self.safety(of: globals)
                + HostInspection.diagnostics(
                    for: result.needs,
                    interfaces: isSeen && !areMadeLater ? Self.interfaceNames : nil
                )
        )
        guard let configuration = result.configuration else {
            throw Refused(diagnostics: result.diagnostics, cannotRead: false)
        }
        var bundle = reader.bundle
        bundle.plugins = checker?.plugins
        return Loaded(
            configuration: configuration,
            bundle: bundle,
            diagnostics: result.diagnostics,
            needs: result.needs,
            checkerPath: checker?.path
        )
    }

    /// What the files of an earlier configuration hold now.
    func readAhead(of last: SourceBundle) -> SourceBundle {
        last.readAgain(by: self.disk)
    }

    private var disk: DiskReader {
        DiskReader(facts: .ofThisHost(configurationID: self.configurationID, checksIncludes: self.checksIncludes))
    }

    /// - Returns: Why the namespace cannot be the configuration's; nil if it is.
    private mutating func enterNamespace(of needs: HostNeeds) -> Diagnostic? {
        let wanted = self.namespaceOverride ?? needs.networkNamespace?.name
        switch self.namespace {
        case .undecided:
            if let wanted {
                do {
                    try NetworkNamespace.enter(wanted)
                } catch {
                    return self.namespaceDiagnostic(
                        needs.networkNamespace,
                        "net_namespace \(wanted) cannot be entered: \(error)",
                        fix: error.code == ENOENT
                            ? "create it first: ip netns add \(wanted)" : "run as root, or with CAP_SYS_ADMIN"
                    )
                }
            }
            self.namespace = .entered(wanted)
            return nil
        case .entered(wanted):
            return nil
        case .entered(let current):
            return self.namespaceDiagnostic(
                needs.networkNamespace,
                "net_namespace cannot change on reload: this process runs in \(current ?? "the one it was started in")",
                fix: "restart batond to move it, or put the word back as it was"
            )
        }
    }

    /// At the word; at the file where there is none.
    private func namespaceDiagnostic(_ place: Mention?, _ message: String, fix: String) -> Diagnostic {
        place?.diagnostic(.error, message, fix: fix)
            ?? Diagnostic(
                .error,
                at: SourceLocation(file: self.mainFile, line: 0, column: 0),
                message,
                fix: fix,
                category: .reference
            )
    }

    private func checker(for globals: GlobalsResult?) throws(Refused) -> Checker? {
        if let checker = self.checker { return checker }
        guard let globals, let path = globals.global.checkerProgram else { return nil }
        // What others may change is not even asked where that was forbidden.
        if globals.global.enableScriptSecurity, case let findings = self.safety(of: globals), !findings.isEmpty {
            throw Refused(diagnostics: findings, cannotRead: false)
        }
        do {
            return Checker(path: path, plugins: try PluginSurvey.descriptions(of: path))
        } catch {
            let diagnostic = globals.checkerDiagnostic(.error, "checker: \(error.message)", fix: error.fix)
            throw Refused(diagnostics: [diagnostic], cannotRead: false)
        }
    }

    /// The checker runs as root, so nobody else should be able to change it.
    private func safety(of globals: GlobalsResult?) -> [Diagnostic] {
        guard self.checker == nil, let globals, let path = globals.global.checkerProgram, geteuid() == 0 else {
            return []
        }
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe clinux_find_unsafe_component(path, &component, component.count) == 1 else { return [] }
        let bytes = component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        return [
            globals.checkerDiagnostic(
                globals.global.enableScriptSecurity ? .error : .warning,
                "checker: \(path) runs as root, and \(name) may be changed by others",
                fix: "chown root and chmod go-w \(name)",
                category: .scriptSecurity
            )
        ]
    }

    /// Errors where an interface is not there that must be.
    static func missingInterfaces(of needs: HostNeeds) -> [Diagnostic] {
        self.interfaceNames.map { needs.missingInterfaces(among: $0) } ?? []
    }

    /// nil without netlink: then nothing can be said of interfaces, and the agent will not get far anyway.
    private static var interfaceNames: Set<String>? {
        (try? RouteSocket().links()).map { Set($0.map(\.name)) }
    }
}
