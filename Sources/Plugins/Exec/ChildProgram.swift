import Checks
import Glibc

/// A program a check runs, as its definition describes it.
struct ChildProgram: Hashable, Sendable {
    /// What is executed: an absolute path, or a name to look for in PATH.
    var program: String
    /// The arguments behind the program's name.
    var arguments: [String]
    var user: ScriptUser?
    var mayChangeUser = false
    /// What must be true of its path if it runs as root.
    var pathRule = SafePath.Rule.any
    var environment = ChildEnvironment.inherited
    /// nil = the checker's own.
    var directory: String?
    var limits = ResourceLimits()

    init(program: String, arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// A `vrrp_script` runs as keepalived runs it; a check of our own in a clean environment, by stricter rules.
    init(program: String, arguments: [String], definition: CheckDefinition, context: CheckContext) {
        self.init(program: program, arguments: arguments)
        self.user = definition.user
        self.mayChangeUser = context.mayChangeUser
        switch definition.origin {
        case .script:
            self.pathRule = definition.demandsSafePath ? .scriptSecurity : .any
        case .check, .trackProcess, .trackFile:
            let options = definition.options
            if definition.demandsSafePath {
                self.pathRule = .scriptSecurity
            } else {
                self.pathRule = options.boolean(ProgramOption.unsafePath) ?? false ? .any : .native
            }
            var variables: [String: String] = [:]
            for case .strings(let words) in options.all(ProgramOption.environment) where words.count == 2 {
                variables[words[0]] = words[1]
            }
            self.environment = .clean(adding: variables)
            self.directory = options.string(ProgramOption.directory) ?? "/"
            self.limits = ResourceLimits(options)
        }
    }

    /// Why a program is not started.
    struct Refusal: Error, Hashable {
        var reason: ReasonCode
        var message: String
    }

    /// Finds the program, asks whether it may run, and puts the tools that change its user and limits in front of it.
    func prepare() async -> Result<Launch, Refusal> {
        self.prepare(as: await ChildIdentity.find(for: self.user, mayChange: self.mayChangeUser))
    }

    /// As ``prepare()``, for threads that may block. The folder is entered by the shell, for this launch is carried out
    /// by something that cannot, and the program ends with the thread that starts it.
    func prepareBlocking() -> Result<Launch, Refusal> {
        let identity = ChildIdentity.findBlocking(for: self.user, mayChange: self.mayChangeUser)
        return self.prepare(as: identity).map { launch in
            var launch = launch
            launch.endWithParent()
            if let directory = self.directory { launch.enter(directory) }
            return launch
        }
    }

    private func prepare(as found: Result<ChildIdentity?, ChildIdentity.Failure>) -> Result<Launch, Refusal> {
        let identity: ChildIdentity?
        switch found {
        case .success(let found): identity = found
        case .failure(let failure): return .failure(Refusal(reason: .execUser, message: failure.message))
        }
        let file: ProgramFile
        switch ProgramFile.find(self.program, searchPath: self.environment.searchPath ?? ProgramFile.searchPath) {
        case .success(let found): file = found
        case .failure(let failure): return .failure(Refusal(reason: failure.reason, message: failure.message))
        }
        if (identity?.user ?? geteuid()) == 0, let problem = SafePath.problem(with: file.path, self.pathRule) {
            return .failure(Refusal(reason: .execUnsafe, message: problem))
        }
        if let identity, !file.mayBeExecuted(by: identity) {
            let message = "cannot run \(file.path): not executable for user \(self.user?.user ?? "")"
            return .failure(Refusal(reason: .execNotExecutable, message: message))
        }
        if let directory = self.directory, !Self.isDirectory(directory) {
            let message = "cannot run \(self.program) in \(directory): expected a folder there"
            return .failure(Refusal(reason: .execSpawn, message: message))
        }
        return self.launch(file, identity)
    }

    private func launch(_ file: ProgramFile, _ identity: ChildIdentity?) -> Result<Launch, Refusal> {
        var launch = Launch(
            file: file,
            name: self.program,
            arguments: self.arguments,
            environment: self.environment,
            directory: self.directory
        )
        if let limits = self.limits.arguments {
            guard launch.putInFront(ResourceLimits.program, limits) else {
                return .failure(Self.missing(ResourceLimits.program, "set the limits"))
            }
        }
        // Subprocess could change the user itself, but does it in a child made behind the C library's back: there
        // setgroups(3) waits for threads only the parent has, now and then for ever, and with it every later start.
        if let identity {
            guard launch.putInFront(IdentityChange.program, IdentityChange.arguments(for: identity)) else {
                var refusal = Self.missing(IdentityChange.program, "change the user")
                refusal.reason = .execUser
                return .failure(refusal)
            }
        }
        return .success(launch)
    }

    private static func missing(_ tool: String, _ purpose: String) -> Refusal {
        Refusal(reason: .execSpawn, message: "cannot \(purpose): \(tool) is missing; install util-linux")
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
