import Checks

extension Hysteresis {
    /// Start to start in this state, as the agent has it.
    func interval(of schedule: CheckSchedule) -> Duration {
        if self.isChanging { return schedule.fastInterval ?? schedule.interval }
        return self.health == .down ? schedule.downInterval ?? schedule.interval : schedule.interval
    }
}
