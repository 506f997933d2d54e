import Checks

/// Hands one line to a running checker, and reads its one line back.
struct PushClient {
    let path: String

    func push(_ request: PushRequest) throws(PushError) -> PushAnswer {
        let lineFeed = UInt8(ascii: "\n")
        let answer: [UInt8]
        do throws(LocalExchange.Failure) {
            answer = try LocalExchange(path: self.path, answerLimit: PushAnswer.lineLimit)
                .ask(request.line) { $0.contains(lineFeed) }
        } catch {
            switch error {
            case .unreachable(let number): throw .unreachable(self.path, number)
            case .refused: throw .refused(self.path)
            }
        }
        guard let parsed = PushAnswer(parsing: answer.prefix { $0 != lineFeed }) else { throw .notUnderstood }
        return parsed
    }
}
