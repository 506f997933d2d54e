/// The notify scripts of an instance.
package struct NotifyScripts: Hashable, Sendable {
    package var master: NotifyScript?
    package var backup: NotifyScript?
    package var fault: NotifyScript?
    package var stop: NotifyScript?
    /// Every transition, with `INSTANCE NAME STATE PRIORITY` behind its own arguments.
    package var any: NotifyScript?

    package init() {}
}
