import Checks

/// The effective configuration for people: one block after the other, the origin of each value at the right.
struct EffectivePage {
    private let configuration: EffectiveConfiguration

    init(_ configuration: EffectiveConfiguration) {
        self.configuration = configuration
    }

    var text: String {
        let configuration = self.configuration
        let blocks =
            [configuration.global] + configuration.announcementGroups + configuration.scripts + configuration.checks
            + configuration.instances + configuration.syncGroups
            + (configuration.statics.location == nil ? [] : [configuration.statics]) + configuration.trackGroups
        let pages = blocks.map(Self.lines)
        let width = min(Self.widest, pages.joined().map(\.text.count).max() ?? 0)
        return pages.map { lines in
            lines.map { "\($0.text.padded(to: width))  \($0.origin)" }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// Longer lines push their origin to the right rather than everybody's.
    private static let widest = 76

    private struct Line {
        let text: String
        let origin: String
    }

    private static func lines(of block: EffectiveBlock) -> [Line] {
        let shown = block.settings.filter { !$0.isShownElsewhere && !($0.origin == nil && $0.isEmpty) }
        let width = shown.map(\.name.count).max() ?? 0
        let title = block.name.isEmpty ? block.keyword : "\(block.keyword) \(block.name)"
        return [Line(text: title, origin: self.origin(block.location))]
            + shown.flatMap { setting in
                setting.lines.enumerated().map { index, element in
                    let name = index == 0 ? setting.name : ""
                    let place = setting.places.indices.contains(index) ? setting.places[index] : nil
                    return Line(
                        text: "    \(name.padded(to: width))  \(element)",
                        origin: self.origin(place ?? setting.origin)
                    )
                }
            }
    }

    private static func origin(_ location: SourceLocation?) -> String {
        location.map { "\($0.file):\($0.line)" } ?? "default"
    }
}
