import Checks
import Synchronization

extension Scheduler {
    /// One run in a task of its own.
    func perform(_ start: Start) async {
        start.runner.endOldWatch()
        await start.task.perform {
            // Cancelled before it came to run.
            guard !Task.isCancelled else {
                _ = self.ended(start, with: nil)
                return
            }
            let outcome = await start.runner.run(due: start.run.due, deadline: start.run.deadline)
            guard self.ended(start, with: outcome) else { return }
            start.runner.endOldWatch()
            let watch = Watch(id: start.id, runner: start.runner, task: RunTask())
            guard start.runner.beginWatch(in: watch.task) else { return }
            self.change { state, _ in
                if state.seats[watch.id].runner === watch.runner {
                    state.begunWatches.append(watch)
                } else {
                    state.watches.append(watch.runner)
                }
            }
        }
    }

    /// The wait for a change, in a task of its own.
    func perform(_ watch: Watch) async {
        await watch.task.perform {
            guard await watch.runner.watch(in: watch.task) else { return }
            self.change { state, now in
                guard state.seats[watch.id].runner === watch.runner else { return }
                guard let due = state.schedule.changed(watch.id, at: now) else { return }
                state.urgent = state.urgent.map { min($0, due) } ?? due
            }
            self.hurry()
        }
    }

    /// - Returns: Whether it is worthwhile to wait for a change.
    private func ended(_ start: Start, with outcome: CheckOutcome?) -> Bool {
        self.change { state, now in
            if state.seats[start.id].task === start.task { state.seats[start.id].task = nil }
            // The first runs of a start wait for one another, as is to be expected.
            if let delay = outcome?.queueDelay, state.seats[start.id].last != nil,
                delay * 10 > start.runner.definition.schedule.interval
            {
                state.notes.append(.late(check: start.runner.definition.name, delay))
            }
            return state.schedule.ended(start.id, start.run.number, with: outcome, at: now)
        }
    }

    /// Does what the schedule says, as far as it can be done with the lock held.
    func settle(_ state: inout State, at now: Instant) {
        state.schedule.exchange(&state.actions)
        for action in state.actions { self.perform(action, in: &state, at: now) }
        state.actions.removeAll(keepingCapacity: true)
    }

    private func perform(_ action: Schedule.Action, in state: inout State, at now: Instant) {
        switch action {
        case .define(let id, let definition):
            while state.seats.count <= id { state.seats.append(Seat()) }
            if let runner = state.seats[id].runner { state.watches.append(runner) }
            state.seats[id] = Seat(runner: CheckRunner(definition, factory: self.factory))
        case .remove(let id):
            if let runner = state.seats[id].runner { state.watches.append(runner) }
            state.seats[id] = Seat()
        case .start(let id, let run):
            guard let runner = state.seats[id].runner else { return }
            let task = RunTask()
            state.seats[id].task = task
            state.starts.append(Start(id: id, run: run, runner: runner, task: task))
        case .cancel(let id, let number):
            guard let task = state.seats[id].task else { return }
            if !task.hasBegun { state.schedule.neverBegan(id, number) }
            state.cancels.append(task)
        case .deliver(let id, let outcome, let verdict):
            self.deliver(outcome, verdict, of: id, in: &state, at: now)
        case .health(let check, let health):
            self.board.set(health, of: check)
        case .missed(let id, let count):
            guard let name = state.seats[id].runner?.definition.name else { return }
            state.notes.append(.missed(check: name, count))
        case .stuck(let id, let age):
            guard let name = state.seats[id].runner?.definition.name else { return }
            state.notes.append(.stuck(check: name, age))
        }
    }

    private func deliver(
        _ outcome: CheckOutcome,
        _ verdict: SignOfLife.Verdict,
        of id: Int,
        in state: inout State,
        at now: Instant
    ) {
        state.seats[id].unreported &+= 1
        switch verdict {
        case .leftOut:
            return
        case .sign:
            if state.flushDue == nil {
                let due = max(now, state.lastFlush.advanced(by: state.flushDelay))
                state.flushDue = due <= now ? due : state.schedule.beat.start(of: due)
            }
        case .news:
            state.flushDue = now
        }
        guard let runner = state.seats[id].runner else { return }
        let runs = state.seats[id].unreported
        let last = state.seats[id].last
        if last?.status != outcome.status || last?.reason != outcome.reason {
            let isQuiet = last == nil && outcome.status == .pass && state.isLarge
            state.notes.append(.changed(check: runner.definition.name, outcome, isQuiet: isQuiet))
        }
        state.seats[id].last = outcome
        state.seats[id].unreported = 0
        self.reports.add(outcome, runner.definition.name, runs)
    }
}
