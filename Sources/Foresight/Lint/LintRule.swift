package import Configuration

/// A mistake that `baton lint` looks for; each has a number that never changes its meaning, and a page.
package enum LintRule: String, CaseIterable, Hashable, Sendable {
    case weightBelowGap = "W01"
    case weightEqualsGap = "W02"
    case wrongSign = "W03"
    case ceiling = "W04"
    case floor = "W05"
    case weightWithoutPreemption = "W06"
    case unwrittenWeight = "W07"
    case sharedFault = "W08"
    case neverFault = "W09"
    case weightsOnlyTogether = "W10"
    case minorsOutvote = "W11"
    case unequalChecks = "W12"
    case undefinedCheck = "W13"
    case printedResult = "W14"
    case unfitProgram = "W15"
    case longTimeout = "W16"
    case hastyHealth = "W17"
    case misspeltWord = "W18"
    case priorityOutOfRange = "W19"
    case weightOfOwner = "W20"
    case weightInSyncGroup = "W21"
    case dependsOnRole = "W22"
    case wrongLayer = "W23"
    case sideEffect = "W24"
    case processLookup = "W25"
    case processEvents = "W26"
    case reversedPriorities = "W27"
    case preemptionOfMaster = "W28"
    case slowFirstResult = "W29"

    package var title: String {
        switch self {
        case .weightBelowGap: "a weight is smaller than the gap between the priorities"
        case .weightEqualsGap: "a weight is exactly the gap between the priorities"
        case .wrongSign: "a positive weight where a negative one is meant"
        case .ceiling: "weights are cut at 254"
        case .floor: "weights are cut at 1"
        case .weightWithoutPreemption: "nopreempt on a node that a weight should bring to power"
        case .unwrittenWeight: "a check without a weight beside checks with one"
        case .sharedFault: "a shared dependency puts every node in fault"
        case .neverFault: "a fault is prepared for, and no check can cause it"
        case .weightsOnlyTogether: "no single failure moves the address"
        case .minorsOutvote: "minor failures outvote a critical one"
        case .unequalChecks: "the nodes do not track the same checks alike"
        case .undefinedCheck: "a check that is not defined, or that nothing tracks"
        case .printedResult: "a script prints its result and does not exit with it"
        case .unfitProgram: "a script that cannot run"
        case .longTimeout: "a timeout that is not shorter than the interval"
        case .hastyHealth: "one result decides: fall or rise is left at 1"
        case .misspeltWord: "a word that nothing reads"
        case .priorityOutOfRange: "a priority outside 1 to 254"
        case .weightOfOwner: "a weight at priority 255"
        case .weightInSyncGroup: "a weight in a sync group that counts none"
        case .dependsOnRole: "a check that depends on holding the address"
        case .wrongLayer: "a check of something that is not on this node"
        case .sideEffect: "a check that changes what it looks at"
        case .processLookup: "a search for a process that finds too much or nothing"
        case .processEvents: "process tracking in a network namespace"
        case .reversedPriorities: "a lower number is taken for the higher priority"
        case .preemptionOfMaster: "nopreempt or preempt_delay beside state MASTER"
        case .slowFirstResult: "a weighted check whose first result comes too late"
        }
    }

    /// The worst a finding of the rule can be; some are milder where less is certain.
    package var severity: Diagnostic.Severity {
        switch self {
        case .weightBelowGap, .weightEqualsGap, .wrongSign, .ceiling, .weightWithoutPreemption, .weightsOnlyTogether,
            .undefinedCheck, .printedResult, .unfitProgram, .priorityOutOfRange, .processLookup, .reversedPriorities:
            .error
        case .floor, .sharedFault, .neverFault, .minorsOutvote, .unequalChecks, .longTimeout, .hastyHealth,
            .misspeltWord, .weightOfOwner, .weightInSyncGroup, .dependsOnRole, .wrongLayer, .sideEffect,
            .preemptionOfMaster, .slowFirstResult:
            .warning
        case .unwrittenWeight, .processEvents: .notice
        }
    }
}

extension LintRule {
    /// The rule for what the parser has found already.
    init(_ mistake: Diagnostic.Mistake) {
        self =
            switch mistake {
            case .undefinedCheck, .untrackedCheck: .undefinedCheck
            case .unknownWord: .misspeltWord
            case .priorityOutOfRange: .priorityOutOfRange
            case .weightOfOwner: .weightOfOwner
            case .weightInSyncGroup: .weightInSyncGroup
            case .preemptionOfMaster: .preemptionOfMaster
            case .unfitProgram: .unfitProgram
            }
    }
}
