/// The escapes of keepalived's script-valued words: `\a \b \E \f \n \r \t \v`, `\nnn` octal, `\xHH`, `\cX`; any
/// other escaped byte stands for itself.
enum ScriptEscape {
    /// Takes the escape whose backslash stands just before `position`, which must be inside `bytes`.
    static func take(from bytes: [UInt8], at position: inout Int, into text: inout [UInt8]) {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "a"): text.append(7)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "v"): text.append(11)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "E"): text.append(27)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            position -= 1
            self.append(self.number(in: bytes, at: &position, radix: 8, digits: 3), to: &text)
        case UInt8(ascii: "x") where position < bytes.count && self.digit(bytes[position]) != nil:
            self.append(self.number(in: bytes, at: &position, radix: 16, digits: 2), to: &text)
        case UInt8(ascii: "c") where position < bytes.count:
            self.append(bytes[position] & 0x1f, to: &text)
            position += 1
        default:
            text.append(byte)
        }
    }

    /// A NUL would end an argument early; it is left out.
    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        if byte != 0 { text.append(byte) }
    }

    private static func number(in bytes: [UInt8], at position: inout Int, radix: UInt8, digits: Int) -> UInt8 {
        var value: UInt8 = 0
        var count = 0
        while count < digits, position < bytes.count, let digit = self.digit(bytes[position]), digit < radix {
            value = value &* radix &+ digit
            position += 1
            count += 1
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
