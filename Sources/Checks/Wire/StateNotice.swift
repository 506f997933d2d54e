/// A change of state that somebody outside wants to hear of: readers of the FIFOs, and of mail.
public struct StateNotice: Hashable, Sendable {
    public var subject: Subject
    /// Of the instance or the group.
    public var name: String
    public var state: State
    /// The effective priority; 0 for groups.
    public var priority: UInt8
    /// Whether a mail is to tell of it as well.
    public var isMailed: Bool

    public enum Subject: UInt8, Hashable, Sendable {
        case instance = 1
        case group = 2

        /// As keepalived writes it.
        public var word: String {
            switch self {
            case .instance: "INSTANCE"
            case .group: "GROUP"
            }
        }
    }

    public enum State: UInt8, Hashable, Sendable, CaseIterable {
        case master = 1
        case backup = 2
        case fault = 3
        case stop = 4
        case deleted = 5
        case masterReceivedLowerPriority = 6
        case masterPriority = 7
        case backupPriority = 8

        /// As keepalived writes it.
        public var word: String {
            switch self {
            case .master: "MASTER"
            case .backup: "BACKUP"
            case .fault: "FAULT"
            case .stop: "STOP"
            case .deleted: "DELETED"
            case .masterReceivedLowerPriority: "MASTER_RX_LOWER_PRI"
            case .masterPriority: "MASTER_PRIORITY"
            case .backupPriority: "BACKUP_PRIORITY"
            }
        }
    }

    public init(_ subject: Subject, name: String, state: State, priority: UInt8, isMailed: Bool = false) {
        self.subject = subject
        self.name = name
        self.state = state
        self.priority = priority
        self.isMailed = isMailed
    }

    /// One line of a FIFO, with its end: `INSTANCE "VI_1" MASTER 150`. As in keepalived, nothing in the name is escaped.
    public var line: String { "\(self.subject.word) \"\(self.name)\" \(self.state.word) \(self.priority)\n" }
}

extension StateNotice {
    func write(to writer: inout WireWriter) {
        writer.write(self.subject.rawValue)
        writer.write(self.name)
        writer.write(self.state.rawValue)
        writer.write(self.priority)
        writer.write(self.isMailed)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        guard let subject = Subject(rawValue: try reader.integer()) else { throw .malformed }
        let name = try reader.string()
        guard let state = State(rawValue: try reader.integer()) else { throw .malformed }
        self.init(
            subject,
            name: name,
            state: state,
            priority: try reader.integer(),
            isMailed: try reader.boolean()
        )
    }
}
