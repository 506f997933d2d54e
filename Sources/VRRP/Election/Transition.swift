/// A change of state and why it happened.
package struct Transition: Hashable, Sendable {
    package var from: VirtualRouter.StateName
    package var to: VirtualRouter.StateName
    package var cause: TransitionCause

    package init(from: VirtualRouter.StateName, to: VirtualRouter.StateName, cause: TransitionCause) {
        self.from = from
        self.to = to
        self.cause = cause
    }
}
