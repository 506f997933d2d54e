import Checks
import Configuration
import Failover
import LinuxIO
import VRRP

extension Supervisor {
    /// Before anything else is started. A script that fails keeps nothing from starting, as in keepalived.
    func runStartupScript() {
        self.run(self.processes.startup, "startup_script")
    }

    /// After everything has ended.
    func runShutdownScript() {
        self.run(self.processes.shutdown, "shutdown_script")
    }

    private func run(_ script: HostScript, _ word: String) {
        let run = HostScriptRun(
            script: script,
            umask: self.options.umask ?? self.processes.umask,
            demandsSafePath: self.demandsSafePath
        )
        let began = MonotonicClock.now()
        guard let ending = run.run() else { return }
        let duration = (MonotonicClock.now() - began).milliseconds
        switch ending {
        case .succeeded: self.log.write(.info, "\(word) succeeded after \(duration) ms")
        case .failed(let reason): self.log.write(.error, "\(word) \(reason)")
        }
    }

    /// `config_save_dir`.
    func keep(_ bundle: SourceBundle) {
        guard let folder = self.processes.saveFolder else { return }
        do {
            try ConfigurationArchive(folder: folder).keep(bundle, generation: self.generation)
        } catch {
            self.log.write(.warning, "config_save_dir: \(error)")
        }
    }

    /// The name this process has, at the start and after a reload that changes it.
    func applyName(after old: ProcessSettings?) {
        guard self.processes.name != old?.name else { return }
        do {
            try ProcessTreatment.rename(to: self.processes.name ?? "batond")
        } catch {
            self.log.write(.warning, "process_name: \(error)")
        }
    }
}
