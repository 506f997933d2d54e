import Checks

/// An order as one line of the control socket: a JSON object.
extension OperatorOrder {
    private enum Word: String {
        case on, off, drain, drill
        case endDrill = "end_drill"
    }

    private var word: Word {
        switch self {
        case .beginMaintenance: .on
        case .endMaintenance: .off
        case .drain: .drain
        case .drill: .drill
        case .endDrill: .endDrill
        }
    }

    /// The user's number is not in it: the socket tells that.
    package var text: String {
        var json = JSONText()
        json.object { json in
            json.value("order", self.word.rawValue)
            json.array("instances") { json in
                for name in self.instances { json.value(nil, name) }
            }
            if let name = self.by.name { json.value("user", name) }
            switch self {
            case .beginMaintenance(_, let reason, let duration, _):
                json.value("reason", reason)
                if let duration { json.value("for_ms", duration.milliseconds) }
            case .drain(_, let reason, _):
                json.value("reason", reason)
            case .drill(_, let reason, let returnAfter, _):
                json.value("reason", reason)
                json.value("return_after_ms", returnAfter.milliseconds)
            case .endMaintenance(_, _, let reason):
                if let reason { json.value("reason", reason) }
            case .endDrill:
                break
            }
        }
        return json.text
    }

    /// - Parameter userID: Who is at the other end of the socket.
    /// - Returns: nil for anything that is no order.
    package init?(parsing text: String, userID: UInt32) {
        guard let value = try? JSONValue(parsing: text.utf8),
            let word = value["order"]?.string.flatMap(Word.init(rawValue:)), let names = value["instances"]?.array
        else { return nil }
        let instances = names.compactMap(\.string)
        guard instances.count == names.count, instances.allSatisfy({ !$0.isEmpty }) else { return nil }
        let by = Operator(saying: value["user"]?.string, userID: userID)
        let reason = value["reason"]?.string ?? ""
        switch word {
        case .on:
            guard Self.isReason(reason) else { return nil }
            let duration: Duration?
            switch value["for_ms"] {
            case nil: duration = nil
            case let number?:
                guard let time = Self.duration(number) else { return nil }
                duration = time
            }
            self = .beginMaintenance(instances: instances, reason: reason, duration: duration, by: by)
        case .off:
            guard value["reason"] == nil || Self.isReason(reason) else { return nil }
            self = .endMaintenance(instances: instances, by: by, reason: value["reason"] == nil ? nil : reason)
        case .drain:
            guard Self.isReason(reason), !instances.isEmpty else { return nil }
            self = .drain(instances: instances, reason: reason, by: by)
        case .drill:
            guard Self.isReason(reason), instances.count == 1,
                let time = value["return_after_ms"].flatMap(Self.duration)
            else { return nil }
            self = .drill(instance: instances[0], reason: reason, returnAfter: time, by: by)
        case .endDrill:
            guard instances.count == 1 else { return nil }
            self = .endDrill(instance: instances[0], by: by)
        }
    }

    private static func duration(_ value: JSONValue) -> Duration? {
        guard let number = value.integer else { return nil }
        let time = Duration.milliseconds(number)
        return Self.durations.contains(time) ? time : nil
    }
}
