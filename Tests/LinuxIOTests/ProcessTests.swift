import CLinux
import Glibc
import LinuxIO
import Testing

extension KernelTests {
    @Suite struct ProcessTests {
        func shell(
            _ script: String,
            environment: [String] = ["PATH=/usr/bin:/bin"],
            descriptors: [Int32: Int32] = [:],
            newProcessGroup: Bool = false
        ) throws -> ProcessDescriptor {
            try ChildProcess.spawn(
                "/bin/sh",
                arguments: ["sh", "-c", script],
                environment: environment,
                descriptors: descriptors,
                newProcessGroup: newProcessGroup
            )
        }

        /// What a script writes to its standard output.
        func output(of script: String, environment: [String] = ["PATH=/usr/bin:/bin"]) throws -> String {
            let pipe = try TestPipe()
            let child = try self.shell(script, environment: environment, descriptors: [1: pipe.write])
            pipe.closeWrite()
            let text = pipe.readToEnd()
            _ = try child.wait()
            return text
        }

        @Test(arguments: [
            ("exit 0", ProcessExit.exited(0)), ("exit 3", .exited(3)), ("exit 255", .exited(255)),
            ("kill -TERM $$", .signaled(SIGTERM)), ("kill -KILL $$", .signaled(SIGKILL)),
        ])
        func tellsHowAProgramEnded(script: String, expected: ProcessExit) throws {
            let child = try self.shell(script)
            #expect(try becomesReadable(child.descriptor))
            #expect(try child.reap() == expected)
            #expect(throws: SystemError.self) { try child.reap() }
            #expect(try child.kill(SIGTERM) == false)
        }

        @Test func tellsNothingOfAProgramThatRuns() throws {
            let child = try self.shell("exec sleep 60")
            #expect(try child.reap() == nil)
            #expect(try !becomesReadable(child.descriptor, within: 0))
            #expect(try child.kill(SIGKILL))
            #expect(try child.wait() == .signaled(SIGKILL))
        }

        @Test func runsACopyOfThisProcess() throws {
            let child = try ChildProcess.fork { 42 }
            #expect(try child.wait() == .exited(42))
        }

        @Test(arguments: [
            ("/nonexistent/program", ENOENT), ("/etc", EACCES), ("/proc/self/maps", EACCES),
        ])
        func saysWhyAProgramDoesNotStart(path: String, code: Int32) {
            #expect(throws: SystemError(code: code, call: "exec", object: path)) {
                try ChildProcess.spawn(path, arguments: [path], environment: [])
            }
        }

        @Test func passesArgumentsAndEnvironment() throws {
            #expect(try self.output(of: "echo \"$A $B\"", environment: ["A=one two", "B=ü"]) == "one two ü\n")
        }

        @Test func givesTheDescriptorsAskedForAndNoOthers() throws {
            // Swapping two numbers needs both to be moved out of the way first.
            let (first, second) = (try TestPipe(), try TestPipe())
            let leak = open("/dev/null", O_RDONLY)
            defer { close(leak) }
            let child = try self.shell(
                "echo a >/proc/self/fd/\(second.write); echo b >/proc/self/fd/\(first.write); test ! -e /proc/self/fd/\(leak)",
                descriptors: [first.write: second.write, second.write: first.write]
            )
            #expect(try child.wait() == .exited(0))
            #expect(first.drain() == "a\n")
            #expect(second.drain() == "b\n")
        }

        @Test func startsWithNothingBlockedOrIgnored() throws {
            var blocked = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &blocked)
            defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
            let signals = try SignalDescriptor([SIGTERM, SIGUSR1])
            let before = signal(SIGUSR2, SIG_IGN)
            defer { signal(SIGUSR2, before) }
            let status = try self.output(of: "exec grep -E '^Sig(Blk|Ign)' /proc/self/status")
            let masks = status.split(separator: "\n").compactMap { line in
                line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
            }
            // Signals 32 and 33 are the C library's own; nobody can set them.
            #expect(masks.map { $0 & ~0x1_8000_0000 } == [0, 0])
            withExtendedLifetime(signals) {}
        }

        @Test func leadsAGroupOfItsOwn() throws {
            let child = try self.shell("sleep 60 & wait", newProcessGroup: true)
            #expect(getpgid(child.pid) == child.pid)
            #expect(kill(-child.pid, SIGKILL) == 0)
            #expect(try child.wait() == .signaled(SIGKILL))
        }

        /// The tie is to a parent, so a parent of its own is made for it.
        @Test func endsWithItsParent() throws {
            let pipe = try TestPipe()
            let parent = try ChildProcess.fork {
                guard let started = try? TestPipe() else { return 1 }
                // The grandchild keeps the pipe open for as long as it lives; a minute without the tie.
                let grandchild = try? ChildProcess.fork(parentDeathSignal: SIGKILL) {
                    started.put("x")
                    return Int32(sleep(60))
                }
                guard grandchild != nil, (try? becomesReadable(started.read)) == true else { return 1 }
                return 0
            }
            pipe.closeWrite()
            #expect(try parent.wait() == .exited(0))
            #expect(try becomesReadable(pipe.read))
        }

        @Test func leavesItsSession() throws {
            let pipe = try TestPipe()
            let session = getsid(0)
            let caller = try ChildProcess.fork {
                guard let goesOn = try? ChildProcess.detach() else { return 1 }
                guard goesOn else { return 0 }
                let isLeader = getsid(0) == getpid()
                let isNull = ttyname(STDIN_FILENO) == nil && lseek(STDIN_FILENO, 0, SEEK_SET) == 0
                pipe.put(getsid(0) != session && !isLeader && isNull ? "detached" : "attached")
                return 0
            }
            pipe.closeWrite()
            #expect(try caller.wait() == .exited(0))
            #expect(pipe.readToEnd() == "detached")
        }

        @Test func refusesAProcessThatIsNot() {
            let error = #expect(throws: SystemError.self) { try ProcessDescriptor(pid: 0x3fff_ffff) }
            #expect(error?.code == ESRCH)
        }

        /// In a child of its own: it must not change this process.
        @Test(.privileged) func takesRealTimeAndChildrenDoNot() throws {
            let child = try ChildProcess.fork {
                do {
                    try RealTime.setRoundRobin(priority: 1)
                    try RealTime.lockMemory()
                    guard RealTime.isRoundRobin else { return 2 }
                    // A bare copy, without what ChildProcess puts right.
                    let copy = clinux_fork()
                    if copy == 0 { _exit(RealTime.isRoundRobin ? 1 : 0) }
                    guard try ProcessDescriptor(pid: copy).wait() == .exited(0) else { return 3 }
                    try RealTime.resetToDefault()
                    return RealTime.isRoundRobin ? 4 : 0
                } catch {
                    return 5
                }
            }
            #expect(try child.wait() == .exited(0))
        }

        @Test func refusesAnImpossiblePriority() {
            let error = #expect(throws: SystemError.self) { try RealTime.setRoundRobin(priority: 100) }
            #expect(error?.code == EINVAL)
        }
    }
}
