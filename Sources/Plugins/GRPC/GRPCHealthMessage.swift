/// The two messages of `grpc.health.v1.Health/Check` in the frames of gRPC over HTTP/2: one byte that says whether the
/// message is compressed, its length in four, and the message.
enum GRPCHealthMessage {
    /// `HealthCheckResponse.ServingStatus`.
    enum ServingStatus: UInt64, Hashable, Sendable {
        case unknown = 0
        case serving = 1
        case notServing = 2
        case serviceUnknown = 3

        /// As the protocol has it.
        var name: String {
            switch self {
            case .unknown: "UNKNOWN"
            case .serving: "SERVING"
            case .notServing: "NOT_SERVING"
            case .serviceUnknown: "SERVICE_UNKNOWN"
            }
        }
    }

    /// Why bytes are no answer.
    enum Malformation: Error, Hashable, Sendable {
        /// Shorter than the frame says, or than a frame is.
        case truncated
        /// More than one message.
        case excess
        case compressed
        /// Not Protocol Buffers.
        case encoding
        /// A status nobody has defined.
        case status(UInt64)
    }

    /// A request about a service; an empty name asks about the server.
    static func request(service: String) -> [UInt8] {
        var message: [UInt8] = []
        let name = Array(service.utf8)
        if !name.isEmpty {
            // Field 1, a text.
            message = [0x0a] + Self.variableLength(UInt64(name.count)) + name
        }
        let length = UInt32(truncatingIfNeeded: message.count)
        return [0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + message
    }

    /// The status in an answer; total over any bytes.
    static func status(in bytes: [UInt8]) throws(Malformation) -> ServingStatus {
        guard bytes.count >= 5 else { throw .truncated }
        guard bytes[0] == 0 else { throw .compressed }
        let length = bytes[1...4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 5 + length else { throw .truncated }
        guard bytes.count == 5 + length else { throw .excess }
        var reader = Reader(rest: bytes[5...])
        // The default, which is not sent.
        var status: UInt64 = 0
        while !reader.rest.isEmpty {
            let tag = try reader.number()
            switch (tag >> 3, tag & 7) {
            case (0, _): throw .encoding
            case (1, 0): status = try reader.number()
            case (1, _): throw .encoding
            case (_, let type): try reader.skip(type)
            }
        }
        guard let status = ServingStatus(rawValue: status) else { throw .status(status) }
        return status
    }

    private static func variableLength(_ number: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var number = number
        while number > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: number))
        return bytes
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        /// At most ten bytes, seven bits each, the low ones first.
        mutating func number() throws(Malformation) -> UInt64 {
            var number: UInt64 = 0
            for shift in stride(from: UInt64(0), through: 63, by: 7) {
                guard let byte = self.rest.popFirst() else { throw .encoding }
                guard shift < 63 || byte <= 1 else { throw .encoding }
                number |= UInt64(byte & 0x7f) << shift
                if byte & 0x80 == 0 { return number }
            }
            throw .encoding
        }

        /// A field of no interest, by its wire type.
        mutating func skip(_ type: UInt64) throws(Malformation) {
            let length: UInt64
            switch type {
            case 0:
                _ = try self.number()
                length = 0
            case 1: length = 8
            case 2: length = try self.number()
            case 5: length = 4
            default: throw .encoding
            }
            guard length <= UInt64(self.rest.count) else { throw .encoding }
            self.rest = self.rest.dropFirst(Int(length))
        }
    }
}

extension GRPCHealthMessage.Malformation: CustomStringConvertible {
    var description: String {
        switch self {
        case .truncated: "it ends too soon"
        case .excess: "more follows the message"
        case .compressed: "the message is compressed, which was not asked for"
        case .encoding: "the message is no HealthCheckResponse"
        case .status(let number): "status \(number) is none of the protocol's"
        }
    }
}
