import Checks
import Configuration

extension SettingList {
    mutating func addGuards(of instance: InstanceConfiguration) {
        self.add("all_unhealthy", .string(instance.guards.allUnhealthy.rawValue), "all_unhealthy")
        // As it is in force, also where it was computed.
        let grace = instance.guards.blastRadiusGrace.map { JSONValue($0) } ?? .boolean(false)
        self.add("blast_radius_guard", grace, "blast_radius_guard")
    }
}
