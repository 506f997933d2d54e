/// A parameter of the kernel that virtual routers need changed on an interface that is not theirs.
package struct KernelSetting: Hashable, Sendable {
    /// Below `/proc/sys`, as `net/ipv4/conf/eth0/arp_ignore`.
    package var name: String
    package var value: Int
    package var rule: Rule

    package enum Rule: Hashable, Sendable {
        /// A greater value stays: it is stricter.
        case atLeast
        case exactly
    }

    package init(_ name: String, _ value: Int, _ rule: Rule = .exactly) {
        self.name = name
        self.value = value
        self.rule = rule
    }

    /// Whether the kernel's `current` value need not be touched.
    package func isMet(by current: Int) -> Bool {
        switch self.rule {
        case .atLeast: current >= self.value
        case .exactly: current == self.value
        }
    }
}
