import Configuration

/// What follows from the mistakes that the parser finds.
enum ParserRules {
    static func counterexample(_ mistake: Diagnostic.Mistake) -> String? {
        switch mistake {
        case .undefinedCheck:
            "keepalived starts without it: the service may be dead and the priority stays as it is; batond does not "
                + "start"
        case .untrackedCheck: "it fails, and no priority changes"
        case .unknownWord: "the line has no effect: what it should set keeps its default"
        case .priorityOutOfRange:
            "keepalived takes 100 in its place: a 300 that should beat a peer's 200 loses to it"
        case .weightOfOwner: "the check fails, the priority stays 255, and the address stays"
        case .weightInSyncGroup: "the check fails, and no member of the group changes its priority"
        case .preemptionOfMaster: "the node comes back and takes the address at once, as if the word were not there"
        case .unfitProgram:
            "keepalived drops or passes such a script; here its result is unknown, and on_unknown decides"
        }
    }
}
