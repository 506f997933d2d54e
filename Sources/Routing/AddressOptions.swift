package import VRRP

/// What else `ip address add` may say of an address.
package struct AddressOptions: Hashable, Sendable {
    /// The other end of a point-to-point link; the prefix length is then the peer's.
    package var peer: IPAddress?
    /// `home`: a home address of Mobile IPv6.
    package var isHome = false
    /// `-nodad`: duplicate address detection runs; a virtual address is known to move, so without this it does not.
    package var detectsDuplicates = false
    /// `mngtmpaddr`: the kernel makes temporary addresses of it.
    package var managesTemporaryAddresses = false
    /// `noprefixroute`: no route to the address's network comes with it.
    package var hasNoPrefixRoute = false
    /// `autojoin`: the kernel joins the multicast group.
    package var joinsGroup = false
    /// `preferred_lft`: seconds until it is deprecated; 0 = at once, the largest number = never, nil = not given.
    package var preferredLifetime: UInt32?

    package init() {}

    /// The bits of `IFA_FLAGS` that are asked for.
    package var flags: UInt32 {
        (self.isHome ? 0x10 : 0) | (self.managesTemporaryAddresses ? 0x100 : 0) | (self.hasNoPrefixRoute ? 0x200 : 0)
            | (self.joinsGroup ? 0x400 : 0)
    }
}
