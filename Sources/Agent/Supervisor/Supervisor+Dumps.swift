import CLinux
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

extension Supervisor {
    /// Asks the router for a file; what concerns this process alone is written beside it, as keepalived does.
    func requestDump(_ request: DumpRequest) {
        guard let router = self.router else {
            self.log.write(.warning, "no file is written: the router does not run")
            return
        }
        if router.unsent.count < 100 { self.router?.unsent.append(RouterCommand.dump(request).encoded()) }
        self.flush()
        if request == .state { self.put(DumpDesk.Order(file: .parent)) }
    }

    func put(_ order: DumpDesk.Order) {
        self.dumps.add(order)
        if let path = self.dumps.overdue(at: MonotonicClock.now()) {
            self.log.write(.warning, "\(path) is still being written after 5 s; is its disk there?")
        }
        self.writeNext()
    }

    func writerEnded() throws(SystemError) {
        guard let writer = self.dumps.writer, let exit = try writer.process.reap() else { return }
        self.poller.remove(writer.process.descriptor)
        self.dumps.ended()
        switch exit {
        case .exited(0): self.log.write(.debug, "wrote \(writer.path)")
        // It has said why.
        case .exited: break
        case .signaled: self.log.write(.warning, "\(writer.path) was not written: its writer ended with \(exit)")
        }
        self.writeNext()
    }

    private func writeNext() {
        guard let order = self.dumps.next() else { return }
        let path = self.dumps.settings.path(
            of: order.file,
            temporaryFolder: Self.temporaryFolder,
            labels: self.dumps.labels
        )
        do {
            let process = try ChildProcess.fork {
                // A signal for the agent that is sent to all its processes must not end this one half-way.
                clinux_signal_mask(
                    (DumpRequest.signals + [SIGHUP, SIGINT, SIGTERM]).reduce(0) { $0 | 1 << UInt64($1) }
                )
                // Nothing of the agent's is held open by a disk that does not answer.
                clinux_close_range(3, .max, 0)
                alarm(60)
                return self.perform(order, path: path)
            }
            do {
                try self.poller.add(process.descriptor, token: Token.writerProcess)
                self.dumps.began(process, path: path, at: MonotonicClock.now())
            } catch {
                // Nobody would hear of its end.
                _ = try? process.kill(SIGKILL)
                _ = try? process.wait()
                throw error
            }
        } catch {
            self.log.write(.warning, "\(path) is not written: \(error)")
            self.writeNext()
        }
    }

    /// In a process of its own.
    private func perform(_ order: DumpDesk.Order, path: String) -> Int32 {
        let text = order.text ?? Array(GlobalDump(self.configuration.global, .ofThisProcess()).text.utf8)
        do {
            try FileReplacement.write(text, to: path)
            return ExitStatus.success
        } catch {
            self.log.write(.warning, "\(path) is not written: \(error); \(Self.fix(error, order.file))")
            return ExitStatus.failure
        }
    }

    private static func fix(_ error: SystemError, _ file: DumpFile) -> String {
        let word =
            switch file {
            case .state, .parent: "state_dump_file"
            case .statistics: "stats_dump_file"
            case .json: "json_dump_file"
            }
        return switch error.code {
        case ENOENT, ENOTDIR: "make the folder, or name another with \(word)"
        case ENOSPC, EDQUOT: "make room, or name another folder with \(word); the file that was there is unchanged"
        default: "name a folder that may be written with \(word)"
        }
    }

    /// As keepalived finds it.
    private static var temporaryFolder: String {
        var status = stat()
        guard let folder = ProcessEnvironment["TMPDIR"], folder.hasPrefix("/"), unsafe stat(folder, &status) == 0,
            status.st_mode & S_IFMT == S_IFDIR
        else { return "/tmp" }
        return folder
    }
}
