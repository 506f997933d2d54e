import Checks
import VRRP

/// A value that has a text of its own in ``CanonicalText``: short, and complete.
protocol CanonicalValue {
    func append(to text: inout String)
}

extension CanonicalValue where Self: CustomStringConvertible {
    func append(to text: inout String) { text += self.description }
}

extension UInt8: CanonicalValue {}
extension UInt16: CanonicalValue {}
extension UInt32: CanonicalValue {}
extension UInt64: CanonicalValue {}
extension Int32: CanonicalValue {}
extension Int64: CanonicalValue {}
extension Int: CanonicalValue {}
extension Bool: CanonicalValue {}
extension Double: CanonicalValue {}
extension IPAddress: CanonicalValue {}

extension MACAddress: CanonicalValue {
    func append(to text: inout String) {
        for (position, byte) in self.bytes.enumerated() {
            if position > 0 { text += ":" }
            byte.appendDigits(to: &text)
        }
    }
}

extension UInt8 {
    /// Two of them, hexadecimal.
    fileprivate func appendDigits(to text: inout String) {
        let digits = String(self, radix: 16)
        text += digits.utf8.count == 1 ? "0" + digits : digits
    }
}

extension String: CanonicalValue {
    /// In quotes, on one line.
    func append(to text: inout String) {
        text += "\""
        for scalar in self.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f: text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension Duration: CanonicalValue {
    func append(to text: inout String) {
        let (seconds, attoseconds) = self.components
        text += attoseconds == 0 ? "\(seconds) s" : "\(seconds) s \(attoseconds / 1_000_000_000) ns"
    }
}

extension Instant: CanonicalValue {
    func append(to text: inout String) { text += String(self.nanoseconds) }
}

extension Optional: CanonicalValue where Wrapped: CanonicalValue {
    func append(to text: inout String) {
        if let self { self.append(to: &text) } else { text += "nil" }
    }
}

extension Array: CanonicalValue where Element: CanonicalValue {
    /// Bytes in hexadecimal, which is how frames are read.
    func append(to text: inout String) {
        if let bytes = self as? [UInt8], Element.self == UInt8.self {
            for byte in bytes { byte.appendDigits(to: &text) }
            if bytes.isEmpty { text += "nothing" }
            return
        }
        text += "["
        for (position, element) in self.enumerated() {
            if position > 0 { text += ", " }
            element.append(to: &text)
        }
        text += "]"
    }
}

/// As reflection would say it, in a tenth of the time: these are the ones that come by the hundred.
extension Announcement: CanonicalValue {
    func append(to text: inout String) {
        text += "(interfaceIndex: \(self.interfaceIndex), frame: "
        self.frame.append(to: &text)
        text += ", pace: " + (self.pace.map { CanonicalText.of($0) } ?? "nil") + ")"
    }
}

extension Transmission: CanonicalValue {
    func append(to text: inout String) {
        text += "(interfaceIndex: \(self.interfaceIndex), source: \(self.source), destination: \(self.destination)"
        text += ", packet: "
        self.packet.append(to: &text)
        text += ", hopLimit: \(self.hopLimit), isFrame: \(self.isFrame))"
    }
}
