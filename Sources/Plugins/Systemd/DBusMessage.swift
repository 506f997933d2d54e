/// A message of the D-Bus protocol (D-Bus specification, "Message Protocol"), as far as a client needs it that asks for
/// properties: bodies are strings, and answers of one string, in a variant or not.
struct DBusMessage: Hashable, Sendable {
    enum Kind: UInt8, Hashable, Sendable {
        case call = 1
        case answer = 2
        case error = 3
        case signal = 4
    }

    /// The kinds to come that this version does not know are to be ignored.
    var kind: Kind?
    var serial: UInt32
    var path = ""
    var interface = ""
    var member = ""
    var errorName = ""
    /// 0 = none.
    var answeredSerial: UInt32 = 0
    var destination = ""
    /// As the bus names it.
    var sender = ""
    var signature = ""
    /// The strings at the beginning of the body; those in a variant are taken out of it.
    var strings: [String] = []

    /// The specification's limit for a whole message.
    static let limit = 128 * 1024 * 1024

    private enum Field {
        static let path: UInt8 = 1
        static let interface: UInt8 = 2
        static let member: UInt8 = 3
        static let errorName: UInt8 = 4
        static let answeredSerial: UInt8 = 5
        static let destination: UInt8 = 6
        static let sender: UInt8 = 7
        static let signature: UInt8 = 8
    }

    init(
        _ kind: Kind,
        serial: UInt32 = 0,
        path: String = "",
        interface: String = "",
        member: String = "",
        destination: String = "",
        strings: [String] = []
    ) {
        self.kind = kind
        self.serial = serial
        self.path = path
        self.interface = interface
        self.member = member
        self.destination = destination
        self.strings = strings
        self.signature = String(repeating: "s", count: strings.count)
    }
}

extension DBusMessage {
    /// In little-endian order.
    var wire: [UInt8] {
        var body = DBusWriter()
        for string in self.strings { body.string(string) }
        var fields = DBusWriter()
        for (code, type, value) in [
            (Field.path, "o", self.path), (Field.interface, "s", self.interface), (Field.member, "s", self.member),
            (Field.errorName, "s", self.errorName), (Field.destination, "s", self.destination),
        ] where !value.isEmpty {
            fields.align(8)
            fields.byte(code)
            fields.signature(type)
            fields.string(value)
        }
        if self.answeredSerial != 0 {
            fields.align(8)
            fields.byte(Field.answeredSerial)
            fields.signature("u")
            fields.integer(self.answeredSerial)
        }
        if !self.signature.isEmpty {
            fields.align(8)
            fields.byte(Field.signature)
            fields.signature("g")
            fields.signature(self.signature)
        }
        var message = DBusWriter()
        for byte in [UInt8(ascii: "l"), self.kind?.rawValue ?? 0, 0, 1] { message.byte(byte) }
        message.integer(UInt32(body.bytes.count))
        message.integer(self.serial)
        message.integer(UInt32(fields.bytes.count))
        // The array of fields begins at a multiple of 8, as they do in `fields`.
        message.append(fields.bytes)
        message.align(8)
        message.append(body.bytes)
        return message.bytes
    }

    /// The length of the message these bytes begin; nil while too few are there to tell.
    static func length(of bytes: [UInt8]) throws(DBusFailure) -> Int? {
        guard bytes.count >= 16 else { return nil }
        var reader = try DBusReader(bytes)
        try reader.skip(4)
        let bodyLength = Int(try reader.integer())
        try reader.skip(4)
        let fieldsLength = Int(try reader.integer())
        let length = (16 + fieldsLength + 7) & ~7 + bodyLength
        guard fieldsLength <= 1 << 26, length <= Self.limit else { throw .malformed }
        return length
    }

    /// Reads one whole message.
    init(parsing bytes: [UInt8]) throws(DBusFailure) {
        var reader = try DBusReader(bytes)
        try reader.skip(1)
        self.kind = Kind(rawValue: try reader.byte())
        try reader.skip(1)
        guard try reader.byte() == 1 else { throw .malformed }
        try reader.skip(4)
        self.serial = try reader.integer()
        let end = Int(try reader.integer()) + 16
        while reader.offset < end {
            try reader.align(8)
            let code = try reader.byte()
            switch try reader.signature() {
            case "s", "o":
                let text = try reader.string()
                switch code {
                case Field.path: self.path = text
                case Field.interface: self.interface = text
                case Field.member: self.member = text
                case Field.errorName: self.errorName = text
                case Field.destination: self.destination = text
                case Field.sender: self.sender = text
                default: break
                }
            case "u":
                let number = try reader.integer()
                if code == Field.answeredSerial { self.answeredSerial = number }
            case "g":
                let text = try reader.signature()
                if code == Field.signature { self.signature = text }
            default:
                throw .malformed
            }
        }
        guard reader.offset <= end || end == 16 else { throw .malformed }
        try reader.align(8)
        for type in self.signature {
            switch type {
            case "s", "o":
                self.strings.append(try reader.string())
            case "v":
                // Of a variant that holds no string nothing more can be told here.
                guard ["s", "o"].contains(try reader.signature()) else { return }
                self.strings.append(try reader.string())
            default:
                return
            }
        }
    }
}
