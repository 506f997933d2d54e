/// How the agent looks at network interfaces: words of the root and of `global_defs` that concern all instances.
package struct LinkConfiguration: Hashable, Sendable {
    /// `interface_up_down_delays`, by the interface's name.
    package var delays: [String: LinkDelay] = [:]
    /// `linkbeat_interfaces`, by the interface's name.
    package var probes: [String: LinkProbe] = [:]
    /// `linkbeat_use_polling`: every interface that an instance stands on or tracks is polled.
    package var pollsAll = false
    /// `dynamic_interfaces`: an interface that is missing is a fault that ends when it appears, and no error.
    package var mayBeMissing = false
    /// `default_interface`: where static addresses without `dev` stand.
    package var defaultInterface = "eth0"
    /// `net_namespace`: all processes of the agent run in it; nil = the one they were started in.
    package var networkNamespace: String?

    package init() {}

    /// How the state of an interface is asked for; nil = the kernel tells of it.
    package func probe(of interface: String) -> LinkProbe? {
        self.probes[interface] ?? (self.pollsAll ? .automatic : nil)
    }
}
