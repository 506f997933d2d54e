import ArgumentParser

/// What happens to the cluster, and when.
struct ScenarioOptions: ParsableArguments {
}
