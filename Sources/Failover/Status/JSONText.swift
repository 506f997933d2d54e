/// Writes one JSON document. Keys keep their order; texts are escaped; there is no way to write half a value.
///
/// Written here because the router imports no Foundation.
package struct JSONText: Sendable {
    package private(set) var text = ""
    private var needsComma = false

    package init() {}

    package mutating func object(_ key: String? = nil, _ body: (inout JSONText) -> Void) {
        self.nested(key, "{", "}", body)
    }

    package mutating func array(_ key: String? = nil, _ body: (inout JSONText) -> Void) {
        self.nested(key, "[", "]", body)
    }

    package mutating func value(_ key: String? = nil, _ string: String) {
        self.begin(key)
        self.quote(string)
    }

    package mutating func value(_ key: String? = nil, _ number: some BinaryInteger) {
        self.begin(key)
        self.text += String(number)
    }

    package mutating func value(_ key: String? = nil, _ flag: Bool) {
        self.begin(key)
        self.text += flag ? "true" : "false"
    }

    /// A number with decimals, as its digits.
    mutating func value(_ key: String? = nil, decimal digits: String) {
        self.begin(key)
        self.text += digits
    }

    package mutating func null(_ key: String? = nil) {
        self.begin(key)
        self.text += "null"
    }

    private mutating func nested(_ key: String?, _ open: String, _ close: String, _ body: (inout JSONText) -> Void) {
        self.begin(key)
        self.text += open
        self.needsComma = false
        body(&self)
        self.text += close
        self.needsComma = true
    }

    private mutating func begin(_ key: String?) {
        if self.needsComma {
            self.text += ","
        }
        self.needsComma = true
        if let key {
            self.quote(key)
            self.text += ":"
        }
    }

    private mutating func quote(_ string: String) {
        self.text += "\""
        let isPlain = string.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain {
            self.text += string
            self.text += "\""
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": self.text += "\\\""
            case "\\": self.text += "\\\\"
            case "\n": self.text += "\\n"
            case "\r": self.text += "\\r"
            case "\t": self.text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                self.text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: self.text.unicodeScalars.append(scalar)
            }
        }
        self.text += "\""
    }
}
