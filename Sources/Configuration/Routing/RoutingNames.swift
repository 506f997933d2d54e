/// The names that routes and rules may use for numbers, as iproute2 keeps them.
struct RoutingNames: Hashable, Sendable {
    /// What is numbered; the file of its names has this name, too.
    enum Table: String, CaseIterable {
        case tables = "rt_tables"
        case protocols = "rt_protos"
        case scopes = "rt_scopes"
        case realms = "rt_realms"
        /// Values of the type of service, in the bits as they stand in the header.
        case services = "rt_dsfield"
        case groups = "group"

        /// The largest number there is.
        var limit: UInt32 {
            switch self {
            case .tables, .groups: .max
            case .protocols, .scopes, .services: 255
            case .realms: 65535
            }
        }

        /// The names that are known without a file.
        fileprivate var defaults: [String: UInt32] {
            switch self {
            case .tables: ["local": 255, "main": 254, "default": 253]
            case .protocols:
                [
                    "none": 0, "redirect": 1, "kernel": 2, "boot": 3, "static": 4, "gated": 8, "ra": 9, "mrt": 10,
                    "zebra": 11, "bird": 12, "dnrouted": 13, "xorp": 14, "ntk": 15, "dhcp": 16, "keepalived": 18,
                    "babel": 42,
                ]
            case .scopes: ["global": 0, "universe": 0, "site": 200, "link": 253, "host": 254, "nowhere": 255]
            case .realms, .services, .groups: [:]
            }
        }
    }

    private var numbers: [Table: [String: UInt32]]

    init() {
        self.numbers = Dictionary(uniqueKeysWithValues: Table.allCases.map { ($0, $0.defaults) })
    }

    /// What a name or a number stands for; nil for an unknown name and a number that is too large.
    func number(_ text: String, in table: Table) -> UInt32? {
        guard let number = Self.number(text) else { return self.numbers[table]?[text] }
        return number <= UInt64(table.limit) ? UInt32(number) : nil
    }

    func names(in table: Table) -> [String] {
        (self.numbers[table] ?? [:]).keys.sorted()
    }

    /// Takes in the lines of one file: a number and a name; `#` begins a comment. Lines of any other shape are skipped, as
    /// iproute2 and keepalived do.
    mutating func read(_ bytes: [UInt8], into table: Table) {
        for line in bytes.split(separator: ASCII.newline) {
            let words = line.prefix { $0 != ASCII.hash }.split(whereSeparator: ASCII.isBlank)
            guard words.count == 2, let number = Self.number(String(decoding: words[0], as: UTF8.self)),
                number <= UInt64(table.limit)
            else { continue }
            self.numbers[table]?[String(decoding: words[1], as: UTF8.self)] = UInt32(number)
        }
    }

    /// Decimal, hexadecimal behind `0x`, or octal behind `0`, as the C library reads numbers.
    static func number(_ text: String) -> UInt64? {
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return self.digits(text.dropFirst(2), radix: 16) }
        if text.hasPrefix("0"), text.utf8.count > 1 { return self.digits(text.dropFirst(), radix: 8) }
        return self.digits(text[...], radix: 10)
    }

    /// Digits only: no sign.
    private static func digits(_ text: Substring, radix: Int) -> UInt64? {
        text.hasPrefix("+") || text.hasPrefix("-") ? nil : UInt64(text, radix: radix)
    }
}
