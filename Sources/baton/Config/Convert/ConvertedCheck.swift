/// A script that has become a check.
struct ConvertedCheck: Hashable {
    let name: String
    /// Within the folder of checks.
    let fileName: String
    let text: String
    /// `process nginx`.
    let pluginLine: String
    /// Whether a child process runs, as it did before.
    let isProgram: Bool
    /// Whether another plugin asks what the program asked.
    let isReplaced: Bool
    /// nil = as the script had it.
    let timeout: Duration?
}
