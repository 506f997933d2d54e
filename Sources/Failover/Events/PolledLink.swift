package import Configuration

/// An interface whose link is to be asked for.
package struct PolledLink: Hashable, Sendable {
    package var interface: String
    package var index: Int32
    package var probe: LinkProbe

    package init(interface: String, index: Int32, probe: LinkProbe) {
        self.interface = interface
        self.index = index
        self.probe = probe
    }
}
