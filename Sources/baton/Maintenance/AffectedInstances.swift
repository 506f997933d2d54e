import ArgumentParser
import Configuration
import Glibc

/// The instances that a command is about, as the agent has described them before.
struct AffectedInstances {
    let instances: [InstanceDocument]
    /// Names that were not given and are in it, as they share a sync group with one that was.
    let companions: [String]

    /// - Parameter names: None = all.
    /// - Throws: 64 after a message, of a name that is none.
    init(_ names: [String], of status: StatusDocument) throws {
        let known = status.instances.map(\.name)
        for name in names where !known.contains(name) {
            let nearest = NearestWord.find(name, in: known).map { "; did you mean \($0)?" }
            StandardError.print(
                "baton: no instance \(name)\(nearest ?? "; expected one of: " + known.joined(separator: ", "))"
            )
            throw ExitCode(EX_USAGE)
        }
        let groups = Set(status.instances.filter { names.contains($0.name) }.compactMap(\.syncGroup))
        self.instances = status.instances.filter { instance in
            names.isEmpty || names.contains(instance.name) || instance.syncGroup.map(groups.contains) ?? false
        }
        self.companions = names.isEmpty ? [] : self.instances.map(\.name).filter { !names.contains($0) }
    }

    /// One unit for each sync group and for each instance that is in none, in the agent's order.
    var units: [[InstanceDocument]] {
        var units: [[InstanceDocument]] = []
        var places: [String: Int] = [:]
        for instance in self.instances {
            if let group = instance.syncGroup, let place = places[group] {
                units[place].append(instance)
                continue
            }
            if let group = instance.syncGroup { places[group] = units.count }
            units.append([instance])
        }
        return units
    }

    /// What a companion is told about.
    var remark: [String] {
        self.companions.isEmpty
            ? [] : ["\(self.companions.joined(separator: ", ")) goes along, of the same sync group"]
    }
}

extension InstanceDocument {
    /// Without the lengths of their prefixes; of many, the first ones.
    var addressList: String {
        let bare = self.addresses.map { String($0.prefix { $0 != "/" }) }
        let named = bare.prefix(3).joined(separator: ", ")
        return bare.isEmpty ? "its role" : bare.count > 3 ? "\(named) and \(bare.count - 3) more" : named
    }

    var hasAddresses: Bool { self.state == "master" || self.state == "resigning" }
}
