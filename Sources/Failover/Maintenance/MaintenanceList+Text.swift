import Checks
import VRRP

/// The file that survives a restart: one JSON document, `maintenance-file/v1`.
extension MaintenanceList {
    package static let schema = "maintenance-file/v1"
    /// Bytes of a file; more is none of ours. Twenty thousand instances whose reason is as long as can be are fewer.
    package static let sizeLimit = 32 << 20

    /// Why a file is none.
    package struct TextError: Error, Hashable, CustomStringConvertible {
        package var description: String

        init(_ description: String) { self.description = description }
    }

    package var text: String {
        var json = JSONText()
        json.object { json in
            json.value("schema", Self.schema)
            json.array("entries") { json in
                if let whole = self.whole { json.object { Self.write(whole, of: nil, to: &$0) } }
                for (name, entry) in self.named.sorted(by: { $0.key < $1.key }) {
                    json.object { Self.write(entry, of: name, to: &$0) }
                }
            }
        }
        return json.text + "\n"
    }

    package static func write(_ entry: MaintenanceEntry, of instance: String?, to json: inout JSONText) {
        json.value("kind", entry.kind.rawValue)
        if let instance { json.value("instance", instance) } else { json.null("instance") }
        json.value("reason", entry.reason)
        if let name = entry.by.name { json.value("user", name) } else { json.null("user") }
        json.value("uid", entry.by.userID)
        json.value("since_us", entry.since.nanoseconds / 1000)
        if let until = entry.until { json.value("until_us", until.nanoseconds / 1000) } else { json.null("until_us") }
    }

    /// - Throws: What is wrong with it.
    package init(parsing bytes: some Collection<UInt8>) throws(TextError) {
        guard bytes.count <= Self.sizeLimit else { throw TextError("it has more than \(Self.sizeLimit) bytes") }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw TextError("it is no JSON document: \(error)")
        }
        guard document["schema"]?.string == Self.schema else {
            throw TextError("expected the schema \(Self.schema), found \(document["schema"]?.string ?? "none")")
        }
        guard let entries = document["entries"]?.array else { throw TextError("expected a list named entries") }
        self.init()
        for (position, value) in entries.enumerated() {
            guard let entry = Self.entry(value), let instance = Self.instance(value) else {
                throw TextError("entry \(position + 1) lacks a member, or has one that is out of its range")
            }
            if let name = instance.name { self.named[name] = entry } else { self.whole = entry }
        }
    }

    private static func instance(_ value: JSONValue) -> (name: String?, Void)? {
        switch value["instance"] {
        case .null?: (nil, ())
        case .string(let name)? where !name.isEmpty: (name, ())
        default: nil
        }
    }

    private static func entry(_ value: JSONValue) -> MaintenanceEntry? {
        guard let kind = value["kind"]?.string.flatMap(MaintenanceEntry.Kind.init(rawValue:)),
            let reason = value["reason"]?.string, OperatorOrder.isReason(reason),
            let userID = value["uid"]?.integer.flatMap({ UInt32(exactly: $0) }),
            let since = value["since_us"]?.integer.flatMap(Self.time)
        else { return nil }
        var entry = MaintenanceEntry(kind, reason: reason, by: Operator(userID: userID), since: since)
        switch value["user"] {
        case .null?: break
        case .string(let name)?: entry.by = Operator(saying: name, userID: userID)
        default: return nil
        }
        switch value["until_us"] {
        case .null?: break
        case .number?:
            guard let until = value["until_us"]?.integer.flatMap(Self.time) else { return nil }
            entry.until = until
        default: return nil
        }
        return entry
    }

    private static func time(_ microseconds: Int) -> UTCTime? {
        let (product, overflow) = Int64(microseconds).multipliedReportingOverflow(by: 1000)
        return overflow ? nil : UTCTime(nanoseconds: product)
    }
}
