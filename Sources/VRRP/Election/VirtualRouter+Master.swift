extension VirtualRouter {
    /// What a master has to do next.
    package struct Master: Hashable, Sendable {
        /// Adver_Timer, on an absolute schedule: the last due time plus the interval, however late it was served.
        package var nextAdvertisement: Instant
        /// The second burst after becoming master or after new addresses; nil = none due.
        package var secondAnnouncement: Instant?
        /// The second burst after a lower-priority master was heard; nil = none due.
        package var lowerPriorityAnnouncement: Instant?
        /// The next periodic announcement; nil = none configured.
        package var refresh: Instant?
        /// The next announcement on interfaces without advertisements; nil = none configured.
        package var extraInterfaces: Instant?
        /// From when on a losing advertisement is answered again: once per interval, whatever anybody sends.
        package var nextAnswer: Instant
        /// From when on a priority 0 is answered at once again: ten times per interval.
        package var nextResignationAnswer: Instant

        /// The timers have fired so late that another router must be master by now, if there is one: until then nothing
        /// is said. nil = they have not.
        package var listensUntil: Instant?

        var deadline: Instant {
            if let listensUntil { return listensUntil }
            var earliest = self.nextAdvertisement
            for instant in [
                self.secondAnnouncement, self.lowerPriorityAnnouncement, self.refresh, self.extraInterfaces,
            ] {
                if let instant { earliest = min(earliest, instant) }
            }
            return earliest
        }
    }
}
