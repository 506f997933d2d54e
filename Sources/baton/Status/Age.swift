/// A length of time as a person says it: `120 ms`, `12 s`, `5 min`, `3 h`, `2 d`.
struct Age: CustomStringConvertible {
    private let milliseconds: Int64

    init(_ milliseconds: Int64) {
        self.milliseconds = max(0, milliseconds)
    }

    var description: String {
        let seconds = self.milliseconds / 1000
        return switch self.milliseconds {
        case ..<1000: "\(self.milliseconds) ms"
        case ..<120_000: "\(seconds) s"
        case ..<7_200_000: "\(seconds / 60) min"
        case ..<172_800_000: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
