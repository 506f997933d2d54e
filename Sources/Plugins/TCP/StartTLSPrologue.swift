import Checks
import Glibc

/// How a protocol begins TLS on a plain connection, and how it says goodbye.
extension TCPPlugin.StartTLS {
    /// What is said before the handshake.
    func prologue() throws(OptionError) -> [Conversation.Step] {
        switch self {
        case .smtp:
            // RFC 3207. A line with a hyphen behind the code is not the last of its answer (RFC 5321, section 4.2.1).
            [
                .refuse(.regex(try RegularExpression("^[45][0-9][0-9]"))),
                .expect(.regex(try RegularExpression("^220 |^220$"))),
                .send(Array("EHLO \(Self.hostName)\r\n".utf8)),
                .expect(.regex(try RegularExpression("^250 |^250$"))),
                .send(Array("STARTTLS\r\n".utf8)),
                .expect(.regex(try RegularExpression("^220"))),
            ]
        case .postgres:
            // An SSLRequest: its length and 80877103 where a start-up message has its version.
            [
                .send([0x00, 0x00, 0x00, 0x08, 0x04, 0xd2, 0x16, 0x2f]),
                .refuse(.bytes(Array("N".utf8))),
                .refuse(.bytes(Array("E".utf8))),
                .expect(.bytes(Array("S".utf8))),
            ]
        }
    }

    var farewell: [UInt8] {
        switch self {
        case .smtp: Array("QUIT\r\n".utf8)
        // Terminate.
        case .postgres: [UInt8(ascii: "X"), 0x00, 0x00, 0x00, 0x04]
        }
    }

    /// What a client calls itself; some servers turn away one that gives no name.
    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0, name.first != 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
