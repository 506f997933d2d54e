/// The notify scripts of an instance.
package struct NotifyScripts: Hashable, Sendable {
    package var master: NotifyScript?
    package var backup: NotifyScript?
    package var fault: NotifyScript?
    package var stop: NotifyScript?
    /// The instance was removed by a reload.
    package var deleted: NotifyScript?
    /// Whether a removal is told as DELETED at all; without it keepalived tells of FAULT.
    package var tellsDeletion = false
    /// A master heard an advertisement of a lower priority.
    package var masterReceivedLowerPriority: NotifyScript?
    /// Every transition, with `INSTANCE NAME STATE PRIORITY` behind its own arguments.
    package var any: NotifyScript?

    package init() {}
}
