/// The words of `vrrp_script`.
enum ScriptKeyword: String, CaseIterable {
    case script
    case interval
    case timeout
    case weight
    case rise
    case fall
    case user
    case startsDown = "init_fail"
}
