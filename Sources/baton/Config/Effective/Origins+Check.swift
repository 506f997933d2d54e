import Checks
import Configuration

extension Origins {
    /// The block that defines a check, by whatever word. A tracker whose name a check has is told from it by its word.
    func block(of check: CheckDefinition) -> OriginBlock {
        let keyword = check.origin.keyword
        let prefix = "\(keyword):"
        let name = check.name.hasPrefix(prefix) ? String(check.name.dropFirst(prefix.count)) : check.name
        let block = self.block(keyword, name)
        guard block.location == nil, case .trackFile = check.origin else { return block }
        // keepalived's older word for it.
        return self.block("vrrp_track_file", name)
    }
}
