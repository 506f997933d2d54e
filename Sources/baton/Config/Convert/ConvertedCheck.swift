/// A script that has become a check.
struct ConvertedCheck: Hashable {
    let name: String
    /// Within the folder of checks.
    let fileName: String
    let text: String
    /// `process nginx`.
    let pluginLine: String
}
