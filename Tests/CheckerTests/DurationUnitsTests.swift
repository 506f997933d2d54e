import Testing

@testable import Checker

@Suite struct DurationUnitsTests {
    @Test(arguments: [
        (Duration.zero, "0 µs"), (.microseconds(999), "999 µs"), (.microseconds(1500), "1.5 ms"),
        (.milliseconds(800), "800 ms"), (.milliseconds(12_345), "12.345 s"), (.seconds(30), "30 s"),
        (.milliseconds(-500), "-500 ms"), (.microseconds(1_000_050), "1 s"), (.seconds(Int64.max), "\(Int64.max) s"),
    ])
    func readsWell(duration: Duration, text: String) {
        #expect(duration.inUnits == text)
    }
}
