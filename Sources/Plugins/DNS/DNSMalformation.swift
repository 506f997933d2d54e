/// Why bytes are no message of the DNS.
enum DNSMalformation: Error, Hashable, Sendable {
    /// It ends in the middle of this part.
    case short(String)
    /// A label whose length begins with the bits 01 or 10.
    case label
    /// A compressed name that points at itself or ahead.
    case pointer
    case nameTooLong
    /// The length of a record's data is not that of what it holds.
    case dataLength(String)

    /// For summaries: what stands behind "the answer".
    var text: String {
        switch self {
        case .short(let part): "ends in the middle of its \(part)"
        case .label: "holds a name with a label of no known kind"
        case .pointer: "holds a compressed name that does not point back"
        case .nameTooLong: "holds a name of more than \(DNSName.limit) bytes"
        case .dataLength(let type): "holds a record \(type) of a wrong length"
        }
    }
}
