import Checks

extension UnitName {
    /// The object's path: bytes other than letters and digits, and a digit at the beginning, as `_` and two hexadecimal
    /// digits (sd_bus_path_encode(3)).
    var path: String {
        var path = "/org/freedesktop/systemd1/unit/"
        for (index, byte) in self.text.utf8.enumerated() {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if Self.isAlphanumeric(byte), !(index == 0 && isDigit) {
                path.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                path += "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return path
    }
}
