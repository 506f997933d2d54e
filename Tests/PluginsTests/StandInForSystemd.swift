import Checks
import Glibc
import Synchronization

@testable import Plugins

/// Answers on a bus as systemd would, for the units a test gives it.
final class StandInForSystemd: Sendable {
    private let connection: DBusConnection
    private let units = Mutex<[String: UnitState]>([:])
    private let subscribed = Mutex(false)

    var isSubscribed: Bool { self.subscribed.withLock { $0 } }

    init(on bus: MessageBus) async throws {
        self.connection = try await DBusConnection(path: bus.socket)
        let daemon = "org.freedesktop.DBus"
        _ = try await self.connection.call([
            DBusMessage(.call, path: "/org/freedesktop/DBus", interface: daemon, member: "Hello", destination: daemon)
        ])
        var body = DBusWriter()
        body.string("org.freedesktop.systemd1")
        body.integer(0)
        self.send(
            .call,
            [(1, "o", "/org/freedesktop/DBus"), (2, "s", daemon), (3, "s", "RequestName"), (6, "s", daemon)],
            signature: "su",
            body
        )
        while try await self.connection.next().kind != .answer {}
    }

    /// Answers until the task is cancelled or the bus is gone.
    func serve() async {
        while let message = try? await self.connection.next() {
            guard message.kind == .call else { continue }
            if message.member == "Subscribe" {
                self.subscribed.withLock { $0 = true }
                self.answer(message, signature: "", DBusWriter())
                continue
            }
            guard message.member == "Get", message.strings.count == 2 else { continue }
            let state = self.units.withLock { $0[message.path] }
            let missing = UnitState(active: "inactive", sub: "dead", load: "not-found")
            let text =
                switch message.strings[1] {
                case "ActiveState": (state ?? missing).active
                case "SubState": (state ?? missing).sub
                default: (state ?? missing).load
                }
            var body = DBusWriter()
            body.signature("s")
            body.string(text)
            self.answer(message, signature: "v", body)
        }
    }

    /// Gives a unit a state and tells of it.
    func set(_ unit: String, _ active: String, _ sub: String, load: String = "loaded") throws {
        guard let path = UnitName(unit)?.path else { throw TemporaryDirectory.Failure(number: EINVAL) }
        self.units.withLock { $0[path] = UnitState(active: active, sub: sub, load: load) }
        var body = DBusWriter()
        body.string("org.freedesktop.systemd1.Unit")
        // No properties, and no names of those that became invalid.
        body.integer(0)
        body.align(8)
        body.integer(0)
        self.send(
            .signal,
            [(1, "o", path), (2, "s", "org.freedesktop.DBus.Properties"), (3, "s", "PropertiesChanged")],
            signature: "sa{sv}as",
            body
        )
    }

    private func answer(_ message: DBusMessage, signature: String, _ body: DBusWriter) {
        self.send(.answer, [(6, "s", message.sender)], signature: signature, body, answered: message.serial)
    }

    private func send(
        _ kind: DBusMessage.Kind,
        _ texts: [(UInt8, String, String)],
        signature: String,
        _ body: DBusWriter,
        answered: UInt32 = 0
    ) {
        var fields = DBusWriter()
        for (code, type, text) in texts {
            fields.align(8)
            fields.byte(code)
            fields.signature(type)
            fields.string(text)
        }
        if answered != 0 {
            fields.align(8)
            fields.byte(5)
            fields.signature("u")
            fields.integer(answered)
        }
        if !signature.isEmpty {
            fields.align(8)
            fields.byte(8)
            fields.signature("g")
            fields.signature(signature)
        }
        var message = DBusWriter()
        for byte in [UInt8(ascii: "l"), kind.rawValue, 0, 1] { message.byte(byte) }
        message.integer(UInt32(body.bytes.count))
        message.integer(77)
        message.integer(UInt32(fields.bytes.count))
        message.append(fields.bytes)
        message.align(8)
        message.append(body.bytes)
        Glibc.send(self.connection.descriptor, message.bytes, message.bytes.count, Int32(MSG_NOSIGNAL))
    }
}
