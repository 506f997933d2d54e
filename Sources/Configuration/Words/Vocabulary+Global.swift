extension Vocabulary {
    static let globalDefinitions = Vocabulary(
        block: "global_defs",
        supported: GlobalKeyword.allCases.map(\.rawValue) + GlobalPacketKeyword.allCases.map(\.rawValue)
            + ProtocolKeyword.allCases.map(\.globalSpelling) + GrammarKeyword.allCases.map(\.rawValue)
            + ReportKeyword.allCases.map(\.rawValue) + GlobalHostKeyword.allCases.map(\.rawValue)
            + GlobalReloadKeyword.allCases.map(\.rawValue) + DumpKeyword.allCases.map(\.rawValue)
            + GlobalProcessKeyword.allCases.map(\.rawValue)
    )
}
