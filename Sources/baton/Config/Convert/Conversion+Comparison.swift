import Checks
import Configuration

extension Conversion {
    /// What is not the same as before, a line each; nothing where the conversion is right.
    func changes(from original: LoadedConfiguration, to result: LoadedConfiguration) -> [String] {
        let (before, after) = (original.effective, result.effective)
        // The new folder of checks is what a conversion adds.
        var changes = Self.changes(of: [before.global], to: [after.global], except: ["checks_dir"])
        let converted = Set(self.checks.map(\.name))
        changes += Self.changes(of: before.scripts.filter { !converted.contains($0.name) }, to: after.scripts)
        let isKept = { (block: EffectiveBlock) in !converted.contains(block.name) }
        changes += Self.changes(of: before.checks.filter(isKept), to: after.checks.filter(isKept))
        // A tracker is tracked by another word when it is a check; the whole of what is tracked is compared below.
        changes += Self.changes(
            of: before.instances,
            to: after.instances,
            except: ["track_script", "track_script_weights", "track_process", "track_process_weights"]
        )
        changes += Self.changes(of: before.syncGroups, to: after.syncGroups)
        changes += Self.changes(of: [before.statics], to: [after.statics])
        changes += Self.changes(of: before.trackGroups, to: after.trackGroups)
        changes += Self.changes(of: before.announcementGroups, to: after.announcementGroups)
        // What no page shows, such as keys.
        for (old, new) in zip(original.configuration.instances, result.configuration.instances)
        where old.router != new.router || old.unicast != new.unicast || old.notify != new.notify {
            changes.append("vrrp_instance \(old.name) has changed")
        }
        for (old, new) in zip(original.configuration.instances, result.configuration.instances)
        where Set(old.trackedChecks) != Set(new.trackedChecks) {
            changes.append("vrrp_instance \(old.name): what it tracks has changed")
        }
        for check in self.checks {
            let old = original.configuration.checks.first { $0.name == check.name }
            let new = result.configuration.checks.first { $0.name == check.name }
            guard let old else {
                // Under another id the script may not be there; a check by itself moves nothing.
                continue
            }
            let isSame = new.map { Self.isSame(old, $0, as: check) } ?? false
            if !isSame { changes.append("check \(check.name) is not what it was") }
        }
        return changes
    }

    private static func isSame(_ old: CheckDefinition, _ new: CheckDefinition, as check: ConvertedCheck) -> Bool {
        guard old.weight == new.weight, old.initialHealth == new.initialHealth,
            old.schedule.interval == new.schedule.interval, old.schedule.rise == new.schedule.rise,
            old.schedule.fall == new.schedule.fall,
            new.schedule.timeout == check.timeout ?? old.schedule.timeout
        else { return false }
        // A tracker asks the very same, at the same times; a script's spelling was another one.
        if case .trackProcess = old.origin, old.options != new.options || old.schedule != new.schedule { return false }
        if check.isProgram, old.user != new.user { return false }
        return check.isReplaced || (old.kind == new.kind && old.options.arguments == new.options.arguments)
    }

    private static func changes(
        of before: [EffectiveBlock],
        to after: [EffectiveBlock],
        except names: Set<String> = []
    ) -> [String] {
        guard before.map(\.name) == after.map(\.name) else {
            let gone = before.filter { block in !after.contains { $0.name == block.name } }.map {
                "\($0.title) is gone"
            }
            let new = after.filter { block in !before.contains { $0.name == block.name } }.map { "\($0.title) is new" }
            return gone + new + (gone.isEmpty && new.isEmpty ? ["the order has changed"] : [])
        }
        return zip(before, after).flatMap { old, new in
            old.settings.filter { !names.contains($0.name) && new[$0.name] != $0.value }.map {
                "\(old.title): \($0.name) has changed"
            }
        }
    }
}

extension EffectiveBlock {
    fileprivate var title: String { self.name.isEmpty ? self.keyword : "\(self.keyword) \(self.name)" }
}
