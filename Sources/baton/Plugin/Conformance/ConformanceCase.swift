/// What every program that is a plugin must do, by number.
enum ConformanceCase: Int, CaseIterable {
    case describes = 1
    case examplesAreValid
    case badParametersAreRefused
    case outcomesAreDeclared
    case obeysItsDeadline
    case leavesNoProcess
    case boundsItsOutput
    case needsNoSurroundings
    case runsBesideItself
    case leavesNoFile
    case doesNotGrow
    case keepsTheConversation
    case exitsWellOnlyWhenWell
    case refusesAnotherVersion

    var title: String {
        switch self {
        case .describes: "--describe says what it is"
        case .examplesAreValid: "its examples are valid parameters"
        case .badParametersAreRefused: "wrong parameters are refused with a message"
        case .outcomesAreDeclared: "each declared case ends as declared"
        case .obeysItsDeadline: "it ends before its deadline, and within 2 s of TERM"
        case .leavesNoProcess: "it leaves no process behind"
        case .boundsItsOutput: "its output is UTF-8, bounded, and begins with a short line"
        case .needsNoSurroundings: "it runs without input, home, privileges and other variables, in /"
        case .runsBesideItself: "two runs at a time agree"
        case .leavesNoFile: "it leaves no file behind"
        case .doesNotGrow: "100 runs open no more files and take no more memory"
        case .keepsTheConversation: "hello, ping, unknown and oversize messages, shutdown, end of input"
        case .exitsWellOnlyWhenWell: "exit code 0 means pass or warn"
        case .refusesAnotherVersion: "another version of the protocol is refused"
        }
    }

    /// nil = it concerns this tier.
    func reasonToSkip(_ tier: PluginManifest.Tier) -> String? {
        switch (self, tier) {
        case (.doesNotGrow, .exec), (.keepsTheConversation, .exec): "for streams only"
        case (.exitsWellOnlyWhenWell, .stream): "for programs that end only"
        case (.describes, _), (.examplesAreValid, _), (.badParametersAreRefused, _), (.outcomesAreDeclared, _),
            (.obeysItsDeadline, _), (.leavesNoProcess, _), (.boundsItsOutput, _), (.needsNoSurroundings, _),
            (.runsBesideItself, _), (.leavesNoFile, _), (.doesNotGrow, .stream), (.keepsTheConversation, .stream),
            (.exitsWellOnlyWhenWell, .exec), (.refusesAnotherVersion, _):
            nil
        }
    }
}
