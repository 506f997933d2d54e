/// What the router tells the checker. One message is one packet of their socket pair.
public enum RouterMessage: Hashable, Sendable {
    case notify(NotifyRequest)
    /// The router has been restarted: send the last outcome of every check again.
    case repeatReports
    /// Tell the FIFOs, and by mail, in the order of the messages.
    case notice(StateNotice)
    /// Whole lines for the journal's file, each with its end.
    case journal([UInt8])

    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        switch self {
        case .notify(let request):
            writer.write(UInt8(1))
            writer.write(request.instance)
            writer.write(request.command) { $0.write($1) }
            writer.write(request.user) { (writer: inout WireWriter, user: ScriptUser) in
                user.write(to: &writer)
            }
            writer.write(request.demandsSafePath)
        case .repeatReports:
            writer.write(UInt8(2))
        case .notice(let notice):
            writer.write(UInt8(3))
            notice.write(to: &writer)
        case .journal(let lines):
            writer.write(UInt8(4))
            writer.write(lines)
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1:
            let instance = try reader.string()
            let command = try reader.list { (reader: inout WireReader) throws(WireError) in try reader.string() }
            guard !command.isEmpty else { throw .malformed }
            let user = try reader.optional { (reader: inout WireReader) throws(WireError) in
                try ScriptUser(reading: &reader)
            }
            self = .notify(
                NotifyRequest(
                    instance: instance,
                    command: command,
                    user: user,
                    demandsSafePath: try reader.boolean()
                )
            )
        case 2:
            self = .repeatReports
        case 3:
            self = .notice(try StateNotice(reading: &reader))
        case 4:
            self = .journal(try reader.byteArray())
        default:
            throw .malformed
        }
        try reader.finish()
    }
}
