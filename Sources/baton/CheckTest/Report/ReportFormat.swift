import ArgumentParser

enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    /// Test Anything Protocol, version 13.
    case tap
    case junit
    case json

    func text(of suites: [SuiteReport]) throws -> String {
        switch self {
        case .text: ReportText(suites).text
        case .tap: TAPText(suites).text
        case .junit: JUnitText(suites).text
        case .json: try JSONOutput.line(ReportDocument(suites))
        }
    }
}
