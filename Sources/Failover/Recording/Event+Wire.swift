import Checks
import Configuration
import Routing
import VRRP

/// Every event but a reload, whose configuration is recorded as the text it was read from: ``RecordedEvent``.
extension Event {
    func write(to writer: inout WireWriter) {
        switch self {
        case .interfaces(let interfaces):
            writer.write(UInt8(1))
            writer.append(interfaces)
        case .link(let name, let index, let isUp, let hardwareAddress):
            writer.write(UInt8(2))
            writer.append(name)
            writer.append(index)
            writer.append(isUp)
            writer.append(hardwareAddress)
        case .linkRemoved(let index):
            writer.write(UInt8(3))
            writer.append(index)
        case .linkPolled(let index, let isUp):
            writer.write(UInt8(4))
            writer.append(index)
            writer.append(isUp)
        case .addressAdded(let address, let index):
            writer.write(UInt8(5))
            writer.append(address)
            writer.append(index)
        case .addressRemoved(let address, let index):
            writer.write(UInt8(6))
            writer.append(address)
            writer.append(index)
        case .forwardsIPv6(let index, let isOn):
            writer.write(UInt8(7))
            writer.append(index)
            writer.append(isOn)
        case .booted(let time):
            writer.write(UInt8(8))
            writer.write(time)
        case .start: writer.write(UInt8(9))
        case .slept(let time):
            writer.write(UInt8(10))
            writer.write(time)
        case .datagram(let bytes, let index):
            writer.write(UInt8(11))
            writer.write(bytes)
            writer.append(index)
        case .message(let message, let index):
            writer.write(UInt8(12))
            writer.append(message.source)
            writer.append(message.destination)
            writer.append(message.hopLimit)
            writer.write(message.bytes)
            writer.append(index)
        case .report(let report):
            writer.write(UInt8(13))
            report.write(to: &writer)
        case .fifoLosses(let path, let lines):
            writer.write(UInt8(14))
            writer.append(path)
            writer.append(lines)
        case .checkerStarted: writer.write(UInt8(15))
        case .checkerExited: writer.write(UInt8(16))
        case .listenFailed(let place, let reason):
            writer.write(UInt8(17))
            writer.append(place)
            writer.append(reason)
        case .addressRefused(let address, let instance, let reason):
            writer.write(UInt8(18))
            writer.append(address)
            writer.append(instance)
            writer.append(reason)
        case .itemsAdded(let outcomes, let owner, let isRestoring):
            writer.write(UInt8(19))
            writer.append(outcomes)
            writer.append(owner)
            writer.append(isRestoring)
        case .routeRemoved(let key):
            writer.write(UInt8(20))
            writer.append(key)
        case .ruleRemoved(let key):
            writer.write(UInt8(21))
            writer.append(key)
        case .routingUnknown: writer.write(UInt8(22))
        case .interfaceRefused(let name, let reason):
            writer.write(UInt8(23))
            writer.append(name)
            writer.append(reason)
        case .settingChanged(let changed):
            writer.write(UInt8(24))
            changed.write(to: &writer)
        case .filterRefused(let reason):
            writer.write(UInt8(25))
            writer.append(reason)
        case .tick: writer.write(UInt8(26))
        case .stop: writer.write(UInt8(27))
        case .stopNow: writer.write(UInt8(28))
        case .order(let order):
            writer.write(UInt8(29))
            writer.append(order.text)
            writer.write(order.by.userID)
        case .reload(_, let generation):
            // Without its text there is nothing to play.
            RecordedEvent.reload(sources: [], generation: generation).write(to: &writer)
        }
    }

    /// - Parameter tag: The first byte, which has been read.
    init(tag: UInt8, reading reader: inout WireReader) throws(WireError) {
        switch tag {
        case 1: self = .interfaces(try reader.next())
        case 2:
            self = .link(
                name: try reader.next(),
                index: try reader.next(),
                isUp: try reader.next(),
                hardwareAddress: try reader.next()
            )
        case 3: self = .linkRemoved(index: try reader.next())
        case 4: self = .linkPolled(index: try reader.next(), isUp: try reader.next())
        case 5:
            let address: AssignedAddress = try reader.next()
            self = .addressAdded(address, index: try reader.next())
        case 6:
            let address: AssignedAddress = try reader.next()
            self = .addressRemoved(address, index: try reader.next())
        case 7: self = .forwardsIPv6(index: try reader.next(), isOn: try reader.next())
        case 8: self = .booted(ago: try reader.duration())
        case 9: self = .start
        case 10: self = .slept(try reader.duration())
        case 11:
            let bytes = try reader.byteArray()
            self = .datagram(bytes, index: try reader.next())
        case 12:
            let message = ReceivedMessage(
                source: try reader.next(),
                destination: try reader.next(),
                hopLimit: try reader.next(),
                bytes: try reader.byteArray()
            )
            self = .message(message, index: try reader.next())
        case 13: self = .report(try CheckReport(reading: &reader))
        case 14: self = .fifoLosses(path: try reader.next(), lines: try reader.next())
        case 15: self = .checkerStarted
        case 16: self = .checkerExited
        default: self = try Event(answerTag: tag, reading: &reader)
        }
    }

    /// Answers to effects, and what ends a process.
    private init(answerTag tag: UInt8, reading reader: inout WireReader) throws(WireError) {
        switch tag {
        case 17:
            let place: ListeningPlace = try reader.next()
            self = .listenFailed(place, reason: try reader.next())
        case 18:
            let address: PlacedAddress = try reader.next()
            self = .addressRefused(address, instance: try reader.next(), reason: try reader.next())
        case 19:
            let outcomes: [ItemOutcome] = try reader.next()
            self = .itemsAdded(outcomes, owner: try reader.next(), isRestoring: try reader.next())
        case 20: self = .routeRemoved(try reader.next())
        case 21: self = .ruleRemoved(try reader.next())
        case 22: self = .routingUnknown
        case 23: self = .interfaceRefused(name: try reader.next(), reason: try reader.next())
        case 24: self = .settingChanged(try ChangedSetting(reading: &reader))
        case 25: self = .filterRefused(reason: try reader.next())
        case 26: self = .tick
        case 27: self = .stop
        case 28: self = .stopNow
        case 29:
            let text: String = try reader.next()
            guard let order = OperatorOrder(parsing: text, userID: try reader.integer()) else { throw .malformed }
            self = .order(order)
        default: throw .malformed
        }
    }
}
