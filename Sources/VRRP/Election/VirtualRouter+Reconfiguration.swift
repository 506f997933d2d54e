extension VirtualRouter {
    /// New settings for the same virtual router, without a change of state: a master stays master and advertises the
    /// new content at once, a backup goes on waiting, in proportion where its waiting time has changed.
    ///
    /// The effective priority is left to `setPriority`, except that the owner's 255 comes and goes with the base
    /// priority. A backup that becomes owner is master at once.
    ///
    /// Settings without any address must not reach a master: leave with `abandon` or `resign` before.
    package mutating func reconfigure(_ settings: VirtualRouterSettings, at now: Instant) -> [Action] {
        guard settings != self.settings else { return [] }
        let old = self.settings
        let oldPriority = self.effectivePriority
        if (old.basePriority == .owner) != (settings.basePriority == .owner) {
            self.effectivePriority = Self.electable(settings.basePriority)
        }
        switch self.state {
        case .initialize, .fault, .resigning:
            self.settings = settings
            return []
        case .backup(let before):
            let oldTiming = Timing(
                version: old.version,
                priority: oldPriority,
                masterInterval: before.masterInterval,
                advertisements: old.masterDownAdvertisements
            )
            self.settings = settings
            if self.effectivePriority == .owner, oldPriority != .owner {
                guard !self.isHeldBack else {
                    self.want(.owner, before, at: now)
                    return []
                }
                return self.becomeMaster(cause: .owner, at: now)
            }
            let backup = self.rescaled(before, from: oldTiming, at: now)
            self.state = .backup(self.reconciled(backup))
            return []
        case .master(var master):
            let isStale = self.isStale(master, at: now)
            self.settings = settings
            guard !isStale || self.effectivePriority == .owner else { return [] }
            master.listensUntil = nil
            master.nextAdvertisement = now + settings.advertisementInterval.duration
            if settings.gratuitousARP.masterRefresh != old.gratuitousARP.masterRefresh {
                let refresh = settings.gratuitousARP.masterRefresh
                master.refresh = refresh > .zero ? now + refresh : nil
            }
            if settings.gratuitousARP.extraInterfaces != old.gratuitousARP.extraInterfaces {
                master.extraInterfaces = self.extraInterfaceInterval.map { now + $0 }
            }
            self.state = .master(master)
            return [.advertise(self.effectivePriority)]
        }
    }

    /// The rest of the waiting time, in proportion to the new master down interval. Never a full restart: reloads
    /// that follow each other must not keep a backup from its duty.
    private func rescaled(_ before: Backup, from oldTiming: Timing, at now: Instant) -> Backup {
        var backup = before
        // What a master has told stays true; without one, our own interval is all there is.
        let told = backup.prospect == .alone ? self.settings.advertisementInterval : backup.masterInterval
        backup.masterInterval = self.learned(told)
        let old = Int128(oldTiming.masterDownInterval.clampedNanoseconds)
        let new = Int128(self.timing(backup.masterInterval).masterDownInterval.clampedNanoseconds)
        let remaining = Int128((before.masterDown - now).clampedNanoseconds)
        if old != new, old > 0, remaining > 0 {
            backup.masterDown = now + .nanoseconds(Int64(clamping: remaining * new / old))
        }
        return backup
    }
}
