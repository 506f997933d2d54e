import Checks
import Configuration

/// Which trackers of processes can become checks: those whose definition and every line that tracks them can be found in
/// the file. A `track_process` block becomes a `track_script` block as a whole, or stays.
struct TrackerConversion {
    /// Why a tracker stays, by its name.
    private(set) var obstacles: [String: String] = [:]
    /// Where the others are defined.
    private(set) var definitions: [String: ConfigurationText.Block] = [:]
    private var blocks: [(block: ConfigurationText.Block, names: [String])] = []

    init(_ original: LoadedConfiguration, in file: ConfigurationText) {
        let trackers = original.configuration.checks.filter { check in
            if case .trackProcess = check.origin { true } else { false }
        }
        guard !trackers.isEmpty else { return }
        for tracker in trackers { self.find(tracker, of: original, in: file) }
        self.blocks = file.lists(of: "track_process")
        self.findUses(in: original)
        self.settle()
    }

    /// Lets the blocks that name what has become checks track checks.
    func rename(in file: inout ConfigurationText) {
        for (block, names) in self.blocks where names.allSatisfy({ self.definitions[$0] != nil }) {
            file.rename(block, "track_process", to: "track_script")
        }
    }

    private mutating func find(_ tracker: CheckDefinition, of original: LoadedConfiguration, in file: ConfigurationText)
    {
        let name = tracker.name
        guard tracker.location.file == original.path else {
            self.obstacles[name] = "it stands in \(tracker.location.file), which is included"
            return
        }
        guard CheckName.isValid(name) else {
            self.obstacles[name] = "its name is taken by a check, or not fit to be a file's"
            return
        }
        guard abs(tracker.weight.value) <= Self.weightLimit else {
            self.obstacles[name] = "no check weighs more than \(Self.weightLimit)"
            return
        }
        guard [tracker.schedule.interval, tracker.schedule.fastInterval ?? .zero].allSatisfy(\.isWholeMicroseconds)
        else {
            self.obstacles[name] = "a tenth of its delay is no number of microseconds, which is what intervals are"
            return
        }
        do throws(ConfigurationText.Obstacle) {
            self.definitions[name] = try file.block(at: tracker.location.line, keyword: "vrrp_track_process")
        } catch {
            self.obstacles[name] = error.reason
        }
    }

    private static let weightLimit = 253

    /// Every instance that tracks one must do so by a line that can be changed.
    private mutating func findUses(in original: LoadedConfiguration) {
        for (instance, effective) in zip(original.configuration.instances, original.effective.instances) {
            guard let setting = effective.setting("track_process") else { continue }
            let names = setting.value.array?.compactMap(\.string) ?? []
            for (name, place) in zip(names, setting.places) {
                if let weight = instance.trackedChecks.first(where: { $0.name == name })?.weight.value,
                    abs(weight) > Self.weightLimit
                {
                    self.refuse(name, "\(instance.name) gives it a weight no check has")
                } else if place?.file != original.path {
                    self.refuse(name, "\(instance.name) tracks it in a file that is included")
                } else if !self.blocks.contains(where: { block, names in
                    names.contains(name) && block.range.contains((place?.line ?? 0) - 1)
                }) {
                    self.refuse(name, "the line by which \(instance.name) tracks it was not found")
                }
            }
        }
    }

    /// One that stays keeps those that stand in a block with it.
    private mutating func settle() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            for (_, names) in self.blocks {
                guard let staying = names.first(where: { self.definitions[$0] == nil }) else { continue }
                for name in names where self.definitions[name] != nil {
                    self.refuse(name, "it is tracked in one block with \(staying), which stays")
                    isSettled = false
                }
            }
        }
    }

    private mutating func refuse(_ name: String, _ reason: String) {
        self.definitions[name] = nil
        self.obstacles[name] = self.obstacles[name] ?? reason
    }
}

extension Duration {
    fileprivate var isWholeMicroseconds: Bool { self.components.attoseconds % 1_000_000_000_000 == 0 }
}
