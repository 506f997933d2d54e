import ArgumentParser

/// What the failure of a critical check does.
enum CriticalEffect: String, ExpressibleByArgument, CaseIterable {
    case weight
    case fault
}
