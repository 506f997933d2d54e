import Foresight

/// What the marks of a timeline mean.
enum TimelineLegend {
    static func names(of timeline: Timeline) -> [(standing: Timeline.Standing, name: String)] {
        let names: [(Timeline.Standing, String)] = [
            (.holding, "has the addresses"), (.unfit, "has them and cannot serve them"), (.waiting, "waits"),
            (.fault, "fault"),
        ]
        return names + (timeline.origin == nil ? [] : [(.unknown, "nothing tells")])
    }
}
