import Checks
import Glibc

extension HTTPResponse {
    /// Whether TCP had connected.
    var hasConnected: Bool { self.hasBegunTLS || self.timing.connect > .zero }

    /// The phases that were reached, in milliseconds.
    ///
    /// - Parameter start: When the transfer began, since the start of the run.
    func measurements(since start: Duration) -> [CheckOutcome.Measurement] {
        var measurements: [CheckOutcome.Measurement] = []
        func add(_ name: String, _ duration: Duration) {
            guard duration > .zero else { return }
            let value = (start + duration).milliseconds
            measurements.append(CheckOutcome.Measurement(name: name, value: value, unit: "ms"))
        }
        add("dns", self.timing.dns)
        add("connect", self.timing.connect)
        add("tls", self.timing.tls)
        add("first_byte", self.timing.firstByte)
        add("total", self.timing.total)
        if let first = self.certificates.min(by: { $0.end < $1.end }) {
            let days = (first.days(from: time(nil)) * 10).rounded() / 10
            measurements.append(CheckOutcome.Measurement(name: TLSOptions.daysMeasurement, value: days, unit: ""))
        }
        return measurements
    }
}
