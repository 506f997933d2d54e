import Configuration
import VRRP

extension InstanceComparison {
    /// What `auth_hmac` makes of two nodes: whether each takes what the other sends. Keys are compared and never shown.
    ///
    /// - Returns: The setting that shows it best, and what comes of it; nil where each hears the other.
    static func messageAuthenticationProblem(
        _ left: MessageAuthentication?,
        _ right: MessageAuthentication?
    ) -> (field: String, consequence: String)? {
        if let left, let right,
            let key = left.keys.first(where: { key in
                right.keys.contains { $0.identifier == key.identifier && $0 != key }
            })
        {
            let number = key.identifier
            return (
                "auth_hmac_keys",
                "key \(number) is not the same on both, and what one signs with it the other discards"
            )
        }
        for (sender, listener, names) in [
            (left, right, ("the first node", "the second")), (right, left, ("the second node", "the first")),
        ] {
            if let sender, sender.mode.signs {
                guard let listener else {
                    return ("auth_hmac_mode", "\(names.0) signs, and \(names.1) discards what has a signature")
                }
                if !listener.keys.contains(sender.activeKey) {
                    let key = sender.activeKey.identifier
                    return ("auth_hmac_keys", "\(names.0) signs with key \(key), which \(names.1) does not have")
                }
            } else if listener?.mode == .enforce {
                return ("auth_hmac_mode", "\(names.0) does not sign, and \(names.1) takes nothing else")
            }
        }
        return nil
    }
}
