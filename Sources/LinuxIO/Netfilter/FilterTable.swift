import CLinux

/// A table of nftables with one chain, which drops packets for this host by their destination.
///
/// Neighbour discovery is let through: without it nobody would find the address at all (RFC 9568 section 6.4.3).
package struct FilterTable: Hashable, Sendable {
    package var name: String
    /// Of the chain among those of other tables on the same hook.
    package var priority: Int32
    package var hasCounters: Bool
    package var blocked: [BlockedAddress]

    package init(name: String, priority: Int32 = -1, hasCounters: Bool = false, blocked: [BlockedAddress]) {
        self.name = name
        self.priority = priority
        self.hasCounters = hasCounters
        self.blocked = blocked
    }

    static let chain = "input"
    private static let elementsPerMessage = 1000

    private enum Family: UInt8 {
        // NFPROTO_IPV4, NFPROTO_IPV6
        case ipv4 = 2
        case ipv6 = 10

        var set: String { self == .ipv4 ? "blocked4" : "blocked6" }
        /// As nft numbers the types of set elements.
        var keyType: UInt32 { self == .ipv4 ? 7 : 8 }
        var length: UInt32 { self == .ipv4 ? 4 : 16 }
        /// Of the destination address in the header.
        var offset: UInt32 { self == .ipv4 ? 16 : 24 }
        var setIdentifier: UInt32 { self == .ipv4 ? 1 : 2 }
    }

    /// Takes away a table of this name, if there is one.
    package func removal(in batch: inout FilterBatch) {
        // To delete what is not there is an error; to make what is there is none.
        self.declare(in: &batch)
        batch.message(UInt16(NFT_MSG_DELTABLE.rawValue)) { $0.text(UInt16(NFTA_TABLE_NAME.rawValue), self.name) }
    }

    /// Puts this in the place of a table of its name.
    package func installation(in batch: inout FilterBatch) {
        self.removal(in: &batch)
        self.declare(in: &batch)
        self.addChain(in: &batch)
        for family in [Family.ipv4, .ipv6] {
            let everywhere = self.blocked.filter { $0.bytes.count == Int(family.length) && $0.interface == nil }
            let somewhere = self.blocked.filter { $0.bytes.count == Int(family.length) && $0.interface != nil }
            guard !everywhere.isEmpty || !somewhere.isEmpty else { continue }
            if family == .ipv6 { self.addNeighbourDiscovery(in: &batch) }
            if !everywhere.isEmpty {
                self.addSet(of: family, everywhere, in: &batch)
                self.addRule(in: &batch) { rule in
                    rule.family(family.rawValue)
                    rule.load(offset: family.offset, length: family.length)
                    rule.lookup(family.set, identifier: family.setIdentifier)
                }
            }
            for address in somewhere {
                self.addRule(in: &batch) { rule in
                    rule.family(family.rawValue)
                    if let interface = address.interface { rule.incoming(interface) }
                    rule.load(offset: family.offset, length: family.length)
                    rule.compare(address.bytes)
                }
            }
        }
    }

    private func declare(in batch: inout FilterBatch) {
        batch.message(UInt16(NFT_MSG_NEWTABLE.rawValue), flags: UInt16(NLM_F_CREATE)) {
            $0.text(UInt16(NFTA_TABLE_NAME.rawValue), self.name)
        }
    }

    private func addChain(in batch: inout FilterBatch) {
        batch.message(UInt16(NFT_MSG_NEWCHAIN.rawValue), flags: UInt16(NLM_F_CREATE)) { message in
            message.text(UInt16(NFTA_CHAIN_TABLE.rawValue), self.name)
            message.text(UInt16(NFTA_CHAIN_NAME.rawValue), Self.chain)
            message.nest(UInt16(NFTA_CHAIN_HOOK.rawValue)) { hook in
                hook.number(UInt16(NFTA_HOOK_HOOKNUM.rawValue), UInt32(1))  // NF_INET_LOCAL_IN
                hook.number(UInt16(NFTA_HOOK_PRIORITY.rawValue), UInt32(bitPattern: self.priority))
            }
            message.number(UInt16(NFTA_CHAIN_POLICY.rawValue), UInt32(1))  // NF_ACCEPT
            message.text(UInt16(NFTA_CHAIN_TYPE.rawValue), "filter")
        }
    }

    private func addSet(of family: Family, _ addresses: [BlockedAddress], in batch: inout FilterBatch) {
        batch.message(UInt16(NFT_MSG_NEWSET.rawValue), flags: UInt16(NLM_F_CREATE)) { message in
            message.text(UInt16(NFTA_SET_TABLE.rawValue), self.name)
            message.text(UInt16(NFTA_SET_NAME.rawValue), family.set)
            message.number(UInt16(NFTA_SET_FLAGS.rawValue), UInt32(0))
            message.number(UInt16(NFTA_SET_KEY_TYPE.rawValue), family.keyType)
            message.number(UInt16(NFTA_SET_KEY_LEN.rawValue), family.length)
            message.number(UInt16(NFTA_SET_ID.rawValue), family.setIdentifier)
        }
        var rest = addresses[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.elementsPerMessage)
            rest = rest.dropFirst(Self.elementsPerMessage)
            batch.message(UInt16(NFT_MSG_NEWSETELEM.rawValue), flags: UInt16(NLM_F_CREATE)) { message in
                message.text(UInt16(NFTA_SET_ELEM_LIST_TABLE.rawValue), self.name)
                message.text(UInt16(NFTA_SET_ELEM_LIST_SET.rawValue), family.set)
                message.number(UInt16(NFTA_SET_ELEM_LIST_SET_ID.rawValue), family.setIdentifier)
                message.nest(UInt16(NFTA_SET_ELEM_LIST_ELEMENTS.rawValue)) { elements in
                    for address in part {
                        elements.nest(UInt16(NFTA_LIST_ELEM.rawValue)) { element in
                            element.nest(UInt16(NFTA_SET_ELEM_KEY.rawValue)) {
                                $0.attribute(UInt16(NFTA_DATA_VALUE.rawValue), address.bytes)
                            }
                        }
                    }
                }
            }
        }
    }

    private func addNeighbourDiscovery(in batch: inout FilterBatch) {
        self.addRule(verdict: .accept, in: &batch) { rule in
            rule.family(Family.ipv6.rawValue)
            rule.transport(58)  // ICMPv6
            // Router solicitation to redirect.
            rule.loadTransport(offset: 0, length: 1)
            rule.compare([133], .notLess)
            rule.compare([137], .notGreater)
        }
    }

    private func addRule(
        verdict: RuleWriter.Verdict = .drop,
        in batch: inout FilterBatch,
        _ body: (inout RuleWriter) -> Void
    ) {
        batch.message(
            UInt16(NFT_MSG_NEWRULE.rawValue),
            flags: UInt16(NLM_F_CREATE) | UInt16(NLM_F_APPEND)
        ) { message in
            message.text(UInt16(NFTA_RULE_TABLE.rawValue), self.name)
            message.text(UInt16(NFTA_RULE_CHAIN.rawValue), Self.chain)
            message.nest(UInt16(NFTA_RULE_EXPRESSIONS.rawValue)) { expressions in
                var rule = RuleWriter(expressions)
                body(&rule)
                if self.hasCounters, verdict == .drop { rule.count() }
                rule.end(with: verdict)
                expressions = rule.writer
            }
        }
    }
}
