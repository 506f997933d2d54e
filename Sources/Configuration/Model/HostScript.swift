/// A script that is run once, before the agent does anything or after it has done everything.
package struct HostScript: Hashable, Sendable {
    /// nil = none.
    package var script: NotifyScript?
    /// What takes longer is killed.
    package var timeout: Duration = .seconds(10)

    package init() {}
}
