/// Asks a running agent: one line there, one JSON document back.
struct ControlClient {
    let path: String

    /// Longer than the answer takes, in seconds.
    var patience = 5

    private static let answerLimit = 64 << 20

    func ask(_ request: String) throws(ControlError) -> [UInt8] {
        do throws(LocalExchange.Failure) {
            return try LocalExchange(path: self.path, answerLimit: Self.answerLimit, patience: self.patience)
                .ask(Array((request + "\n").utf8))
        } catch {
            switch error {
            case .unreachable(let number): throw .unreachable(self.path, number)
            case .refused: throw .refused(self.path)
            }
        }
    }
}
