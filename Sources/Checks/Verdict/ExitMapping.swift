/// `CODE STATUS`: what an exit code of a program means.
public struct ExitMapping: Hashable, Sendable {
    public let code: UInt8
    public let status: CheckStatus

    public init(_ words: [String]) throws(OptionError) {
        guard words.count == 2, let code = Int(decimal: words[0]).flatMap(UInt8.init(exactly:)),
            let status = CheckStatus.allCases.first(where: { $0.description == words[1] })
        else { throw OptionType.exitMapping.mismatch(words) }
        self.code = code
        self.status = status
    }
}
