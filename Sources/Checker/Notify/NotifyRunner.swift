import CLinux
import Checks
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// Runs one notify script in a process group of its own.
enum NotifyRunner {
    /// Between SIGTERM and SIGKILL.
    static let grace = Duration.seconds(2)

    private typealias Ending = (isSuccess: Bool, text: String)

    /// Returns when the script has ended; at the timeout or a cancellation its whole process group is killed.
    ///
    /// What the script leaves in the background on purpose lives on, as with keepalived.
    static func run(_ request: NotifyRequest, timeout: Duration) async -> NotifyResult {
        let clock = SuspendingClock()
        let start = clock.now
        guard let output = OutputTail() else {
            return NotifyResult(
                isSuccess: false,
                text: "did not start: the process has no descriptors or threads left",
                lastLine: "",
                duration: .zero
            )
        }
        let processGroup = ProcessGroup()
        let ending = await withTaskGroup(of: Void.self) { group in
            let job = Job<Ending>()
            group.addTask {
                await job.perform { await self.spawn(request, output: output.writeEnd, processGroup: processGroup) }
            }
            if let ending = await job.value(until: start.advanced(by: timeout)), !Task.isCancelled { return ending }
            job.cancel()
            await group.waitForAll()
            processGroup.kill()
            return Task.isCancelled
                ? (false, "was killed: the checker ends")
                : (false, "was killed: it took longer than \(timeout.inUnits) (notify_timeout)")
        }
        return NotifyResult(
            isSuccess: ending.isSuccess,
            text: ending.text,
            lastLine: await output.lastLine(),
            duration: start.duration(to: clock.now)
        )
    }

    private static func spawn(_ request: NotifyRequest, output: Int32, processGroup: ProcessGroup) async -> Ending {
        let descriptor = FileDescriptor(rawValue: output)
        var platform = PlatformOptions()
        platform.processGroupID = 0
        platform.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)]
        do {
            let command = try self.command(of: request)
            let result = try await Subprocess.run(
                self.executable(command[0]),
                arguments: Arguments(Array(command.dropFirst())),
                environment: .inherit.updating(["IFS": nil, "LD_PRELOAD": nil, "LD_LIBRARY_PATH": nil]),
                platformOptions: platform,
                input: .none,
                output: .fileDescriptor(descriptor, closeAfterSpawningProcess: true),
                error: .combinedWithOutput
            ) { execution in
                processGroup.identifier = execution.processIdentifier.value
            }
            return self.ending(result.terminationStatus)
        } catch let error as AccountError {
            try? descriptor.close()
            return (false, "did not start: \(error.message)")
        } catch {
            return (false, "did not start: \(error)")
        }
    }

    /// The script, behind setpriv(1) where it runs as somebody else: changing the user through Subprocess may leave the
    /// new process waiting for ever in `setgroups`, and with it every later one.
    private static func command(of request: NotifyRequest) throws -> [String] {
        let account = try request.user.map { try Account($0) }
        if request.demandsSafePath, (account?.user ?? geteuid()) == 0 {
            try self.demandSafePath(request.command[0])
        }
        guard let account, account.user != geteuid() || account.group != getegid() else { return request.command }
        let groups = request.user?.hasSupplementaryGroups == true ? "--init-groups" : "--clear-groups"
        return ["setpriv", "--reuid", "\(account.user)", "--regid", "\(account.group)", groups, "--"]
            + request.command
    }

    /// `enable_script_security`: what runs as root must not be open to change by anybody else.
    private static func demandSafePath(_ program: String) throws(AccountError) {
        guard program.contains("/") else {
            throw AccountError(message: "enable_script_security expects the whole path of \(program)")
        }
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe clinux_find_unsafe_component(program, &component, component.count) != 0 else { return }
        let bytes = component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let culprit = bytes.isEmpty ? program : String(decoding: bytes, as: UTF8.self)
        throw AccountError(
            message: "enable_script_security: \(culprit) must be there, belong to root and be writable by root only"
        )
    }

    private static func executable(_ program: String) -> Executable {
        program.contains("/") ? .path(FilePath(program)) : .name(program)
    }

    private static func ending(_ status: TerminationStatus) -> Ending {
        switch status {
        case .exited(0): (true, "succeeded")
        case .exited(let code): (false, "exited with status \(code)")
        case .signaled(let signal): (false, "was ended by signal \(signal)")
        }
    }
}

/// The process group of a script, once it has started.
private final class ProcessGroup: Sendable {
    private let state = Mutex<pid_t?>(nil)

    var identifier: pid_t? {
        get { self.state.withLock { $0 } }
        set { self.state.withLock { $0 = newValue } }
    }

    /// What the script started and TERM did not reach.
    func kill() {
        if let identifier, identifier > 1 { _ = Glibc.kill(-identifier, SIGKILL) }
    }
}
