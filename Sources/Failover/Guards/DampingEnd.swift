/// Why moves are no longer damped.
package enum DampingEnd: String, Hashable, Sendable {
    /// The penalty has fallen to `reuse`.
    case calm
    /// It has lasted as long as `max` allows.
    case maximum
    /// A configuration that was read again says so.
    case reconfigured
}
