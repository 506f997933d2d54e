/// Makes the kernel's answer to a deed wait until everything that was decided before it is done.
///
/// Whoever performs effects hears the answer to one of them in the middle of the others. What the node decides because of
/// an answer must not overtake the rest of the decision it answers: a refused address would be given up first, and its
/// routes, its announcements and its notify script would follow.
package struct EventQueue: Sendable {
    private var events: [Event] = []
    private var isWorking = false

    package init() {}

    /// Puts an event behind those that wait.
    ///
    /// - Returns: Whether the caller is to work the queue off; otherwise somebody does who called it.
    package mutating func append(_ event: Event) -> Bool {
        self.events.append(event)
        guard !self.isWorking else { return false }
        self.isWorking = true
        return true
    }

    /// The next event to be handled, when all effects of the last one are performed; nil = there is no more.
    package mutating func next() -> Event? {
        guard !self.events.isEmpty else {
            self.isWorking = false
            return nil
        }
        return self.events.removeFirst()
    }
}
