/// How long a change of a link must last before it counts: a line of `interface_up_down_delays`.
package struct LinkDelay: Hashable, Sendable {
    /// Zero to 255 s.
    package var down: Duration
    /// Zero to 255 s.
    package var up: Duration

    package init(down: Duration, up: Duration) {
        self.down = down
        self.up = up
    }
}
