import Checks

extension NodeComparison {
    /// For people: an account of each pair, then the verdict.
    func text(left: String, right: String) -> String {
        var lines: [String] = []
        for pair in self.instances + self.checks {
            lines += Self.lines(of: pair, left: left, right: right)
        }
        lines.append(
            self.agrees
                ? "\(left) and \(right) agree in everything that must match"
                : "\(left) and \(right) differ in what must match"
        )
        return lines.joined(separator: "\n")
    }

    private static func lines(of pair: NodePair, left: String, right: String) -> [String] {
        guard let first = pair.left, let second = pair.right else {
            let block = pair.left ?? pair.right
            let (has, lacks) = pair.left == nil ? (right, left) : (left, right)
            let place = block?.location.map { " at \($0.file):\($0.line)" } ?? ""
            return ["must match: \(block?.title ?? "")\(place) of \(has) has no counterpart in \(lacks)"]
        }
        let title = first.title == second.title ? first.title : "\(first.title) and \(second.title)"
        guard !pair.differences.isEmpty else { return ["\(title): the same"] }
        return ["\(title):"]
            + pair.differences.map { difference in
                let values = "\(Self.text(difference.left, difference)) and \(Self.text(difference.right, difference))"
                let consequence = difference.consequence.isEmpty ? "" : ": \(difference.consequence)"
                return "    \(difference.level.title): \(difference.field): \(values)\(consequence)"
            }
    }

    private static func text(_ setting: Setting?, _ difference: Difference) -> String {
        guard let setting else { return "nothing" }
        let value = difference.isSecret ? "a password" : setting.plainText
        return "\(value) (\(setting.origin.map { "\($0.file):\($0.line)" } ?? "default"))"
    }
}

extension EffectiveBlock {
    /// As a message names the block: `vrrp_instance VI_1 (vrid 51 on eth0)`.
    fileprivate var title: String {
        guard let id = self["vrid"]?.integer, let interface = self["ifp_ifname"]?.string else {
            return "\(self.keyword) \(self.name)"
        }
        return "\(self.keyword) \(self.name) (vrid \(id) on \(interface))"
    }
}
