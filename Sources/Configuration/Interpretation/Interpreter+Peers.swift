import Checks
import VRRP

extension Interpreter {
    /// `unicast_peer { ADDRESS [min_ttl N] [max_ttl N] … }`. An empty block is an error, or a fault with
    /// `unicast_fault_no_peer`: an instance meant for unicast must never fall back to multicast.
    mutating func readPeers(_ statement: Statement, into draft: inout InstanceDraft) {
        guard let block = self.block(of: statement) else { return }
        draft.unicastWord = statement.keyword
        let errorsBefore = self.log.errorCount
        for entry in block {
            guard let address = self.ipAddress(entry.keyword) else { continue }
            if draft.unicastPeers.contains(address) {
                self.log.error(entry.keyword, "peer \(address) stands here twice", fix: "remove one of them")
                continue
            }
            guard address.isHost else {
                self.log.error(entry.keyword, "peer \(address) is no address of a single host")
                continue
            }
            if let range = self.timeToLiveRange(entry.arguments) { draft.timeToLiveRanges[address] = range }
            draft.unicastPeers.append(address)
        }
        // Where an entry was wrong, that has been said, and is the one thing to correct.
        draft.hasInvalidPeers = self.log.errorCount != errorsBefore
    }

    mutating func reportNoPeers(_ word: Word, _ family: AddressFamily) {
        self.log.error(
            word,
            "unicast_peer names no \(family) peer; this instance would advertise to nobody",
            fix: "name the other nodes' addresses, write unicast_fault_no_peer, or remove the block to use multicast"
        )
    }

    /// `[min_ttl N] [max_ttl N]`; a peer with neither must be on the link, and needs 255.
    ///
    /// - Returns: nil without either word, or after an error.
    private mutating func timeToLiveRange(_ words: [Word]) -> ClosedRange<UInt8>? {
        var limits: [String: Int] = [:]
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            guard word.text == "min_ttl" || word.text == "max_ttl" else {
                self.reportPeerExcess(word)
                continue
            }
            guard index < words.count else {
                self.log.error(word, "\(word.quoted) needs a whole number from 0 to 255")
                return nil
            }
            guard let limit = self.integer(words[index], of: word.text, in: 0...255) else { return nil }
            limits[word.text] = limit
            index += 1
        }
        guard let first = words.first, !limits.isEmpty else { return nil }
        let least = limits["min_ttl"] ?? 0
        let most = limits["max_ttl"] ?? 255
        guard least <= most else {
            self.log.error(
                first,
                "min_ttl \(least) is more than max_ttl \(most): nothing of this peer would be heard",
                fix: "exchange the two numbers"
            )
            return nil
        }
        return UInt8(least)...UInt8(most)
    }

    private mutating func reportPeerExcess(_ word: Word) {
        if IPAddress(word.text) != nil {
            self.log.error(word, "one peer a line: \(word.quoted) would be lost", fix: "move it to its own line")
        } else {
            self.log.warning(word, "unexpected word \(word.quoted) behind a peer is ignored")
        }
    }

    /// `authentication { auth_type PASS; auth_pass SECRET }`, one a line.
    mutating func readAuthentication(_ statement: Statement, into draft: inout InstanceDraft) {
        guard let block = self.block(of: statement) else { return }
        draft.authenticationWord = statement.keyword
        for entry in block {
            guard let keyword = AuthenticationKeyword(rawValue: entry.keyword.text) else {
                self.reportUnrecognised(entry, in: .authentication)
                continue
            }
            switch keyword {
            case .type:
                guard let word = self.value(of: entry, expected: "PASS") else { continue }
                draft.hasAuthenticationType = true
                switch word.text {
                case "PASS": break
                case "AH":
                    self.refuseAuthentication(word, "auth_type AH")
                    draft.hasInvalidAuthentication = true
                default:
                    self.log.error(word, "auth_type \(word.quoted) is unknown: expected PASS")
                    draft.hasInvalidAuthentication = true
                }
            case .password:
                guard let word = self.value(of: entry, expected: "a password of 1 to 8 characters") else {
                    draft.hasInvalidAuthentication = true
                    continue
                }
                if word.text.utf8.count > 8 {
                    self.log.warning(word, "auth_pass has more than 8 characters; only the first 8 are used")
                }
                draft.password = word
            }
        }
    }

    /// Peers that authenticate in a way this node cannot drop its advertisements, and both would be master.
    mutating func refuseAuthentication(_ word: Word, _ name: String) {
        self.log.error(
            word,
            "\(name) is not supported yet, and without it this node and its peers would both be master",
            fix: "use auth_type PASS, or no authentication, on all nodes",
            category: .unsupported
        )
    }
}
