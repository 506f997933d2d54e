import Configuration
import Failover
import LinuxIO
import VRRP

extension Supervisor {
    /// Before there is a router: what is in maintenance must never compete for a moment.
    func readMaintenance() {
        if let problem = self.maintenance.read() {
            self.log.write(.error, problem)
        }
        if let warning = self.maintenance.warning(ofFileAt: MaintenanceRecord.path(JournalSettings())) {
            self.log.write(.warning, warning)
        }
    }

    /// The text has arrived whole: keeps it, and tells the router whether it is kept.
    func keepMaintenance(_ revision: UInt64) {
        defer { self.maintenanceParts = [] }
        self.settleMaintenance(self.failureToKeep(self.maintenanceParts))
        self.tellMaintenance(revision)
    }

    /// It is tried again every now and then: the log tells what is new.
    private func settleMaintenance(_ failure: String?) {
        let known = self.maintenanceFailure
        self.maintenanceFailure = failure
        guard failure != known else { return }
        if let failure {
            self.log.write(.error, "what is in maintenance would not survive a restart: \(failure)")
        } else {
            self.log.write(.info, "what is in maintenance is kept again, in \(self.maintenance.path)")
        }
    }

    /// - Parameter revision: 0 = to a router that has just been started.
    func tellMaintenance(_ revision: UInt64) {
        let command = RouterCommand.maintenanceKept(revision: revision, failure: self.maintenanceFailure)
        self.router?.unsent.append(command.encoded())
    }

    private func failureToKeep(_ text: [UInt8]) -> String? {
        do throws(MaintenanceList.TextError) {
            let list = try MaintenanceList(parsing: text)
            do throws(SystemError) {
                try self.maintenance.replace(with: list)
                return nil
            } catch {
                return
                    "\(error); make room and permission for \(self.maintenance.path); it is tried again at every order, and every 30 s"
            }
        } catch {
            return "the router's account of it is damaged: \(error)"
        }
    }

    func moveMaintenance(to path: String) {
        do throws(SystemError) {
            try self.maintenance.move(to: path)
        } catch {
            self.settleMaintenance("\(error); make room and permission for \(path); it is tried again every 30 s")
            self.tellMaintenance(0)
        }
    }
}
