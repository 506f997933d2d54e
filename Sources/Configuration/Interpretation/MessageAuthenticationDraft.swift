import VRRP

/// An `auth_hmac` block as far as it has been read.
struct MessageAuthenticationDraft {
    /// Where the block begins.
    let word: Word
    var keys: [MessageKey] = []
    /// The identifiers of all keys, those with a wrong value as well.
    var identifiers: Set<Int> = []
    var activeKey: Int?
    var activeKeyWord: Word?
    var isMonotonic = false
    /// Seconds, 1…300; nil = derived from the interval.
    var timeWindow: Int?
    var timeWindowWord: Word?
    var mode = MessageAuthentication.Mode.enforce
    var modeWord: Word?
    /// Something was wrong and was said already.
    var isInvalid = false
}
