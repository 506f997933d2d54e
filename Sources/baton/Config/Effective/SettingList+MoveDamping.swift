import Checks
import Configuration

extension SettingList {
    /// With the defaults of what is not written; nothing where moves are not damped.
    mutating func addMoveDamping(_ damping: MoveDamping?) {
        guard let damping else { return }
        self.add(
            "move_damping",
            .object([
                "half_life": JSONValue(damping.halfLife), "suppress": .number(Double(damping.suppress) / 1000),
                "reuse": .number(Double(damping.reuse) / 1000), "max": JSONValue(damping.maximum),
            ]),
            "move_damping"
        )
    }
}
