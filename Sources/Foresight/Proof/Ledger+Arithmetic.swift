package import Failover
import VRRP

extension Ledger {
    /// How the priority comes about: `150 − 60 = 90`; the base alone where nothing is added.
    package var arithmetic: String {
        let deltas = self.contributions.filter { $0.delta != 0 && !$0.isObserved }.map(\.delta)
        guard !deltas.isEmpty else { return "\(self.base)" }
        let terms = deltas.map { $0 < 0 ? " − \(-$0)" : " + \($0)" }.joined()
        let cut = self.isClamped ? ", cut to \(self.effective)" : ""
        return "\(self.base)\(terms) = \(self.sum.withMinusSign)\(cut)"
    }
}

extension Int {
    /// With the sign that terms of ``Ledger/arithmetic`` have.
    var withMinusSign: String { self < 0 ? "−\(self.magnitude)" : "\(self)" }
}
