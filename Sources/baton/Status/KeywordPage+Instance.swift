extension KeywordPage {
    /// Words of `vrrp_instance` that are baton's own, as paragraphs.
    static let instanceWords: [String: String] = [
        "move_damping": """
            An address that has moved too often stays where it is until things are calm. Each move that this
            node sees adds 1 to a penalty, which halves in every half-life. A node that is damped does not take
            the address back from a master that is well; one that fails, leaves, falls silent or advertises less
            than before is succeeded as ever. Default: off. Written alone, or with a block of these words:

            half_life N   seconds in which the penalty halves, 1 to 86400; default: 300
            suppress N    the penalty that begins damping, 0.01 to 1000; default: 2.5
            reuse N       the penalty that ends it, less than suppress; default: half of suppress
            max N         seconds after which it ends in any case, 1 to 604800; default: four half-lives
        """
    ]
}
