import Checks
import Glibc

/// systemd, asked for one unit over a connection of its own.
final class SystemdManager: Sendable {
    private let connection: DBusConnection
    private let unit: UnitName
    /// Empty on systemd's own socket, where nobody else is.
    private let destination: String

    static let ownSocket = "/run/systemd/private"
    static let systemBus = "/run/dbus/system_bus_socket"

    private static let properties = "org.freedesktop.DBus.Properties"

    enum Failure: Error, Hashable, Sendable {
        case bus(DBusFailure)
        /// What the other side said: the name of the error, and its text.
        case said(String, String)
    }

    /// Connects, and asks to be told of changes of the unit.
    ///
    /// - Parameters:
    ///   - bus: Socket of a bus; nil = where systemd is found by itself.
    ///   - ownSocket: systemd's own, for those who may use it.
    init(for unit: UnitName, bus: String?, ownSocket: String = ownSocket) async throws(Failure) {
        self.unit = unit
        // Only root may, and it tells of all changes without being asked to.
        if bus == nil, geteuid() == 0, let own = try? await DBusConnection(path: ownSocket) {
            self.connection = own
            self.destination = ""
            return
        }
        do throws(DBusFailure) {
            self.connection = try await DBusConnection(path: bus ?? Self.systemBus)
        } catch {
            throw .bus(error)
        }
        self.destination = "org.freedesktop.systemd1"
        let daemon = "org.freedesktop.DBus"
        let daemonPath = "/org/freedesktop/DBus"
        let rule = "type='signal',interface='\(Self.properties)',member='PropertiesChanged',path='\(unit.path)'"
        _ = try await self.call([
            DBusMessage(.call, path: daemonPath, interface: daemon, member: "Hello", destination: daemon),
            DBusMessage(
                .call,
                path: daemonPath,
                interface: daemon,
                member: "AddMatch",
                destination: daemon,
                strings: [rule]
            ),
            // Without this systemd sends no signals.
            DBusMessage(
                .call,
                path: "/org/freedesktop/systemd1",
                interface: "org.freedesktop.systemd1.Manager",
                member: "Subscribe",
                destination: self.destination
            ),
        ])
    }

    /// The unit's state now. systemd loads a unit it is asked about, so one that does not run has a state as well.
    func state() async throws(Failure) -> UnitState {
        self.connection.forgetSignals()
        let texts = try await self.call(
            ["ActiveState", "SubState", "LoadState"].map { property in
                DBusMessage(
                    .call,
                    path: self.unit.path,
                    interface: Self.properties,
                    member: "Get",
                    destination: self.destination,
                    strings: ["org.freedesktop.systemd1.Unit", property]
                )
            }
        ).map { $0.strings.first ?? "" }
        return UnitState(active: texts[0], sub: texts[1], load: texts[2])
    }

    /// Returns when the unit has changed since ``state()``, when the conversation breaks off, or when the task is
    /// cancelled.
    func waitForChange() async {
        while let signal = try? await self.connection.nextSignal() {
            if signal.path == self.unit.path, signal.member == "PropertiesChanged" { return }
        }
    }

    /// As many answers as calls; the first error is thrown.
    private func call(_ calls: [DBusMessage]) async throws(Failure) -> [DBusMessage] {
        let answers: [DBusMessage]
        do throws(DBusFailure) {
            answers = try await self.connection.call(calls)
        } catch {
            throw .bus(error)
        }
        if let refusal = answers.first(where: { $0.kind == .error }) {
            throw .said(refusal.errorName, refusal.strings.first ?? "")
        }
        return answers
    }
}
