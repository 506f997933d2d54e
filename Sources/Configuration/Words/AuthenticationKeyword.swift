/// The words of an `authentication` block.
enum AuthenticationKeyword: String, CaseIterable {
    case type = "auth_type"
    case password = "auth_pass"
}
