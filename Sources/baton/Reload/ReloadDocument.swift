/// `reload/v1`.
struct ReloadDocument: Decodable {
    var done: Bool
    var generation: Int
    var summary: String
    var diagnostics: [String]
    var omitted: Int
}
