import Checks
import VRRP

extension Interpreter {
    private static let delayRange: ClosedRange<Duration> = .zero ... .seconds(255)

    /// `interface_up_down_delays { IF DOWN [UP] … }`, one interface a line. Without an up delay the down delay counts for
    /// both, as keepalived's manual has it.
    mutating func readLinkDelays(_ statement: Statement) {
        guard let block = self.block(of: statement) else { return }
        for entry in block {
            guard let name = self.interfaceName(entry.keyword) else { continue }
            self.warnOfExcess(entry, after: 2)
            guard let word = entry.arguments.first else {
                self.log.error(
                    entry.keyword,
                    "\(entry.keyword.quoted) has no delay: expected seconds from 0 to 255, one for down and perhaps one for up"
                )
                continue
            }
            guard let down = self.linkDelay(word) else { continue }
            var up = down
            if entry.arguments.count > 1 {
                guard let given = self.linkDelay(entry.arguments[1]) else { continue }
                up = given
            }
            self.global.links.delays[name] = LinkDelay(down: down, up: up)
            self.linkDelayWords[name] = word
        }
    }

    private mutating func linkDelay(_ word: Word) -> Duration? {
        guard let delay = Decimal.seconds(word.text), Interpreter.delayRange.contains(delay) else {
            self.log.error(word, "\(word.quoted) is no delay of an interface: expected seconds from 0 to 255")
            return nil
        }
        return delay
    }

    /// `linkbeat_interfaces { IF [MII|ETHTOOL|IOCTL] … }`, one interface a line.
    mutating func readLinkProbes(_ statement: Statement) {
        guard let block = self.block(of: statement) else { return }
        for entry in block {
            guard let name = self.interfaceName(entry.keyword) else { continue }
            self.warnOfExcess(entry, after: 1)
            var probe = LinkProbe.automatic
            switch entry.arguments.first?.text {
            case nil: break
            case "MII": probe = .mii
            case "ETHTOOL": probe = .ethtool
            case "IOCTL": probe = .flags
            case .some:
                self.log.warning(
                    entry.arguments[0],
                    "\(entry.arguments[0].quoted) is no way to poll a link; the first that works is used",
                    fix: "expected MII, ETHTOOL, IOCTL or nothing"
                )
            }
            self.global.links.probes[name] = probe
        }
    }

    /// `linkbeat_use_polling` at the root or in `global_defs`.
    mutating func readLinkPolling(_ statement: Statement) {
        if let isOn = self.flag(statement) { self.global.links.pollsAll = isOn }
    }

    /// `dynamic_interfaces [allow_if_changes]`. Interfaces are always looked up by their names here, so one that comes
    /// back as another kind is no change.
    mutating func readDynamicInterfaces(_ statement: Statement) {
        if statement.arguments.first?.text == "allow_if_changes" {
            self.warnOfExcess(statement, after: 1)
            self.global.links.mayBeMissing = true
        } else if let isOn = self.flag(statement) {
            self.global.links.mayBeMissing = isOn
        }
    }

    /// `net_namespace NAME`.
    mutating func readNetworkNamespace(_ statement: Statement) {
        guard let word = self.value(of: statement, expected: "the name of a network namespace") else { return }
        let isName =
            word.text.utf8.count <= 255 && word.text != "." && word.text != ".."
            && !word.text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
        guard isName else {
            self.log.error(
                word,
                "\(word.quoted) is no name of a network namespace: expected one of /run/netns, without '/'",
                fix: "see: ip netns list"
            )
            return
        }
        self.global.links.networkNamespace = word.text
        self.needs.networkNamespace = Mention(name: word.text, owner: statement.keyword.text, word: word)
    }

    /// A down delay as long as its peers wait for an advertisement would leave two masters: the peer would take over
    /// before this node notices. keepalived shortens it likewise.
    mutating func checkLinkDelays(of instances: [InstanceConfiguration]) {
        var said: Set<String> = []
        for instance in instances {
            guard let delay = self.global.links.delays[instance.interface],
                let word = self.linkDelayWords[instance.interface]
            else { continue }
            let limit = instance.longestDownDelay()
            guard delay.down > limit, said.insert(instance.interface).inserted else { continue }
            self.log.warning(
                word,
                "the down delay of \(instance.interface) becomes \(Decimal.text(limit)) s: instance "
                    + "\(Word.quoted(instance.name)) would have been replaced by a peer before its end",
                fix: "write \(Decimal.text(limit)) or less, or raise advert_int or down_timer_adverts"
            )
        }
    }
}
