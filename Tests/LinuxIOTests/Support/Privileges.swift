import Glibc
import Testing

extension Trait where Self == ConditionTrait {
    /// For tests that make network namespaces. Without root they are left out, except under `CI=true`, where they run and
    /// fail: a gate must not pass by skipping.
    static var privileged: ConditionTrait {
        .enabled(if: geteuid() == 0 || getenv("CI").map { String(cString: $0) } == "true", "needs root")
    }
}
