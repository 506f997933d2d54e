import Checks

/// The tests of one tier; each returns what is wrong, empty = nothing.
protocol ConformanceTest {
    func problems(_ test: ConformanceCase) throws(TestedProgram.Failure) -> [String]
}
