import VRRP

/// Any value as text with every stored field of it, whatever its own description leaves out. Equal values give equal texts
/// in every process: what has no order of its own, a set or a dictionary, is sorted.
package enum CanonicalText {
    package static func of(_ value: Any) -> String {
        var text = ""
        self.append(value, to: &text)
        return text
    }

    private static func append(_ value: Any, to text: inout String) {
        if let value = value as? any CanonicalValue {
            value.append(to: &text)
            return
        }
        self.reflect(value, to: &text)
    }

    /// - Parameter value: One without a text of its own, or whose fields are wanted all the same.
    static func reflect(_ value: Any, to text: inout String) {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            if let some = mirror.children.first { self.append(some.value, to: &text) } else { text += "nil" }
        case .enum:
            self.appendCase(value, mirror, to: &text)
        case .collection:
            self.appendList(mirror.children.map { self.of($0.value) }, to: &text)
        case .set, .dictionary:
            self.appendList(mirror.children.map { self.of($0.value) }.sorted(), to: &text)
        case .struct, .tuple, .class, .foreignReference, nil:
            self.appendFields(mirror, to: &text)
        @unknown default:
            self.appendFields(mirror, to: &text)
        }
    }

    private static func appendCase(_ value: Any, _ mirror: Mirror, to text: inout String) {
        guard let payload = mirror.children.first else {
            text += String(describing: value)
            return
        }
        text += payload.label ?? ""
        let inner = Mirror(reflecting: payload.value)
        if inner.displayStyle == .tuple {
            self.appendFields(inner, to: &text)
        } else {
            text += "("
            self.append(payload.value, to: &text)
            text += ")"
        }
    }

    private static func appendFields(_ mirror: Mirror, to text: inout String) {
        text += "("
        for (position, child) in mirror.children.enumerated() {
            if position > 0 { text += ", " }
            if let label = child.label, !label.hasPrefix(".") { text += label + ": " }
            self.append(child.value, to: &text)
        }
        text += ")"
    }

    private static func appendList(_ texts: [String], to text: inout String) {
        text += "[" + texts.joined(separator: ", ") + "]"
    }
}
