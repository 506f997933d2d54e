import Checks
import Configuration
import ConfigurationFiles
import Failover
import Glibc
import LinuxIO
import VRRP

/// The program `batond`, from its command line to its exit code.
package enum Batond {
    package static func main(_ words: [String]) -> Int32 {
        ProcessMemory.keepHeapSmall()
        do {
            return try self.launch(LaunchOptions(parsing: words))
        } catch {
            self.say("batond: \(error.message)")
            return error.exitStatus
        }
    }

    private static func launch(_ options: LaunchOptions) throws(LaunchError) -> Int32 {
        switch options.request {
        case .version:
            self.say(LaunchOptions.versionText)
            return ExitStatus.success
        case .help:
            print(LaunchOptions.help)
            return ExitStatus.success
        case .signalNumber(let number):
            print(number)
            return ExitStatus.success
        case .run:
            break
        }
        if let file = options.ignoredTestLog {
            self.say("batond: messages go to standard error; \(file), which is named behind -t, is not written")
        }
        var loader = ConfigurationLoader(
            mainFile: options.configurationFile,
            configurationID: options.configurationID,
            checksIncludes: options.checksIncludes,
            checker: try CheckerProgram.named()
        )
        loader.namespaceOverride = options.namespace
        var loaded: ConfigurationLoader.Loaded?
        do {
            loaded = try loader.load(looksAtNetwork: options.testsOnly)
        } catch {
            for diagnostic in error.diagnostics {
                self.say(diagnostic.rendered())
            }
            let errors = error.diagnostics.count { $0.severity == .error }
            self.say("batond: \(options.configurationFile) does not load: \(errors) error\(errors == 1 ? "" : "s")")
            guard options.testsOnly else { return ExitStatus.configuration }
            return error.cannotRead ? ExitStatus.testCannotRead : ExitStatus.testInvalid
        }
        for diagnostic in loaded?.diagnostics ?? [] {
            self.say(diagnostic.rendered())
        }
        if options.testsOnly {
            return ExitStatus.success
        }
        let packets = try self.demandPrivileges()
        let checkerPath = try CheckerProgram.path(for: loaded)
        // In a function of its own, so that what was loaded is not kept for as long as the agent runs.
        let supervisor = try self.supervisor(options, loader, &loaded, checkerPath, packets)
        return supervisor.run()
    }

    private static func supervisor(
        _ options: LaunchOptions,
        _ loader: ConfigurationLoader,
        _ waiting: inout ConfigurationLoader.Loaded?,
        _ checkerPath: String,
        _ packets: PacketSocket
    ) throws(LaunchError) -> Supervisor {
        guard let loaded = waiting.take() else { throw LaunchError("nothing was loaded") }
        let log = LogWriter(threshold: options.logsDetail ? .debug : .info)
        let supervisor: Supervisor
        do {
            supervisor = try Supervisor(
                options: options,
                log: log,
                loader: loader,
                loaded: loaded,
                checkerPath: checkerPath,
                packets: packets
            )
        } catch  where error.code == EADDRINUSE {
            throw LaunchError(
                "another batond answers at \(loaded.configuration.global.controlSocket); "
                    + "stop it, or give this one a control_socket of its own in global_defs"
            )
        } catch {
            throw LaunchError("cannot start: \(error)")
        }
        let files = try PIDFiles(PIDPaths(options, supervisor.processes))
        do throws(LaunchError) {
            if let file = options.logFile { try LogFile.use(file) }
            if let file = options.recordingFile { supervisor.recordingFile = try RecordingFile(file) }
            try self.prepareHost(supervisor, loaded)
            // Everything that can fail has been tried; whoever started this in the background hears of the rest by the log.
            if !options.staysInForeground { try self.detach() }
        } catch {
            files.remove()
            throw error
        }
        supervisor.pidFiles = files
        files.supervisor?.write(getpid())
        supervisor.applyName(after: nil)
        supervisor.keep(loaded.bundle)
        if options.leavesCoreDumps {
            do {
                try ProcessTreatment.allowCoreDumps()
            } catch {
                log.write(.warning, "--core-dump has no effect: \(error)")
            }
        }
        if !options.ignored.isEmpty {
            log.write(.debug, "accepted without effect: \(options.ignored.joined(separator: " "))")
        }
        let instances = loaded.configuration.instances.count
        let checks = loaded.configuration.checks.count
        log.write(
            .info,
            "batond \(BatonVersion.current): \(instances) instances, \(checks) checks from \(loader.mainFile)"
        )
        if options.dumpsConfiguration {
            for instance in loaded.configuration.instances {
                log.write(.info, "effective: \(instance)")
            }
        }
        return supervisor
    }

    /// Runs the startup script. What it makes of the network counts, so interfaces are looked for afterwards.
    private static func prepareHost(
        _ supervisor: Supervisor,
        _ loaded: ConfigurationLoader.Loaded
    ) throws(LaunchError) {
        guard loaded.configuration.global.processes.startup.script != nil else { return }
        supervisor.runStartupScript()
        let missing = ConfigurationLoader.missingInterfaces(of: loaded.needs)
        for diagnostic in missing { self.say(diagnostic.rendered()) }
        guard missing.contains(where: { $0.severity == .error }) else { return }
        supervisor.runShutdownScript()
        throw LaunchError(
            "interfaces are missing, also after startup_script has run",
            exitStatus: ExitStatus.configuration
        )
    }

    /// Asks for what the router will need before anything is started, so that there is no half-running agent.
    ///
    /// - Returns: The socket for frames. The router is to have it: the kernel takes ten milliseconds and more to close one.
    private static func demandPrivileges() throws(LaunchError) -> PacketSocket {
        do {
            let packets = try PacketSocket()
            let routes = try RouteSocket()
            if let link = try routes.links().first {
                _ = try VRRPSocket(interfaceIndex: link.index, name: link.name, multicastGroup: nil)
                try self.demandAddressChanges(routes, link)
            }
            return packets
        } catch  where error.code == EPERM || error.code == EACCES {
            throw LaunchError(
                "no permission for raw sockets (\(error)); expected CAP_NET_ADMIN and CAP_NET_RAW: "
                    + "run as root, or give the service or container these capabilities",
                exitStatus: ExitStatus.permission
            )
        } catch {
            throw LaunchError("cannot open the sockets the router needs: \(error)")
        }
    }

    /// Asks the kernel to remove an address nobody has: who may not change addresses is told so even then.
    private static func demandAddressChanges(_ routes: RouteSocket, _ link: Link) throws(SystemError) {
        // Of a network reserved for documentation (RFC 5737).
        let nobodys = InterfaceAddress(
            interfaceIndex: link.index,
            address: IPAddress(192, 0, 2, 255),
            prefixLength: 32
        )
        guard try !routes.addresses().contains(where: { $0.address == nobodys.address }) else { return }
        if case .failed(let error) = try routes.remove(nobodys) {
            throw error
        }
    }

    /// Leaves the terminal, as keepalived does without `-n`. Standard error stays: the log goes there.
    private static func detach() throws(LaunchError) {
        do {
            guard try ChildProcess.detach() else { exit(ExitStatus.success) }
        } catch {
            throw LaunchError("cannot leave the terminal: \(error); stay in the foreground with -n")
        }
    }

    private static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
