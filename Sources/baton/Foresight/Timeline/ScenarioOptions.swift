import ArgumentParser

/// What happens to the cluster, and when.
struct ScenarioOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When what follows happens, after the cluster has settled: 250ms, 5s, 2m. Default 0.",
            valueName: "time"
        ),
        transform: { OrderedWord($0) }
    )
    var at: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A check fails from now on.", valueName: "check@node"),
        transform: { OrderedWord($0) }
    )
    var fail: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A check passes again.", valueName: "check@node"),
        transform: { OrderedWord($0) }
    )
    var recover: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A check cannot be carried out any more: its runs end unknown.", valueName: "check@node"),
        transform: { OrderedWord($0) }
    )
    var unknown: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A node loses power: it is silent, and its addresses are gone.", valueName: "node"),
        transform: { OrderedWord($0) }
    )
    var crash: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A node's agent is asked to stop.", valueName: "node"),
        transform: { OrderedWord($0) }
    )
    var stop: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A node that lost power or was stopped starts again.", valueName: "node"),
        transform: { OrderedWord($0) }
    )
    var start: [OrderedWord] = []

    @Option(
        help: ArgumentHelp(
            "A node freezes: nothing of it runs, and its kernel keeps its addresses.",
            valueName: "node"
        ),
        transform: { OrderedWord($0) }
    )
    var freeze: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A frozen node goes on.", valueName: "node"),
        transform: { OrderedWord($0) }
    )
    var thaw: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A node hands over and stays away: baton maintenance on.", valueName: "node"),
        transform: { OrderedWord($0) }
    )
    var maintain: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("A node in maintenance competes again.", valueName: "node"),
        transform: { OrderedWord($0) }
    )
    var unmaintain: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("Two nodes do not hear each other.", valueName: "node-node"),
        transform: { OrderedWord($0) }
    )
    var cut: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("Two nodes hear each other again.", valueName: "node-node"),
        transform: { OrderedWord($0) }
    )
    var heal: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("An interface loses its link.", valueName: "interface@node"),
        transform: { OrderedWord($0) }
    )
    var linkDown: [OrderedWord] = []

    @Option(
        help: ArgumentHelp("An interface has its link again.", valueName: "interface@node"),
        transform: { OrderedWord($0) }
    )
    var linkUp: [OrderedWord] = []

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long to play (default: until nothing changes any more).", valueName: "time")
    )
    var duration: String?

    /// Whether nothing is to happen and no time is given.
    var isEmpty: Bool {
        self.duration == nil
            && [
                self.at, self.fail, self.recover, self.unknown, self.crash, self.stop, self.start, self.freeze,
                self.thaw, self.maintain, self.unmaintain,
                self.cut, self.heal, self.linkDown, self.linkUp,
            ].allSatisfy(\.isEmpty)
    }
}
