import Failover
import LinuxIO
import VRRP

extension Supervisor {
    /// Before there is a router: what is in maintenance must never compete for a moment.
    func readMaintenance() {
        if let problem = self.maintenance.read(at: UTCTime(nanoseconds: WallClock.nanoseconds())) {
            self.log.write(.error, problem)
        }
    }

    /// The text has arrived whole: keeps it, and tells the router whether it is kept.
    func keepMaintenance(_ revision: UInt64) {
        defer { self.maintenanceParts = [] }
        guard let list = try? MaintenanceList(parsing: self.maintenanceParts) else { return }
        var failure: String?
        do throws(SystemError) {
            try self.maintenance.replace(with: list)
        } catch {
            failure = "\(error); make room and permission for \(self.maintenance.path), and say it again"
            self.log.write(.error, "what is in maintenance would not survive a restart: \(failure ?? "")")
        }
        self.router?.unsent.append(RouterCommand.maintenanceKept(revision: revision, failure: failure).encoded())
    }

    func moveMaintenance(to path: String) {
        do throws(SystemError) {
            try self.maintenance.move(to: path)
        } catch {
            self.log.write(.error, "what is in maintenance would not survive a restart: \(error)")
        }
    }
}
