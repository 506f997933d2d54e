import Glibc
import LinuxIO
import Testing

extension KernelTests {
    @Suite struct SignalDescriptorTests {
        func isBlocked(_ signal: Int32) -> Bool {
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            return sigismember(&mask, signal) == 1
        }

        @Test func readsInsteadOfInterrupting() throws {
            var before = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &before)
            defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
            let signals = try SignalDescriptor([SIGUSR1, SIGUSR2])
            #expect(try signals.read() == nil)
            #expect(pthread_kill(pthread_self(), SIGUSR2) == 0)
            #expect(try becomesReadable(signals.descriptor))
            let event = try #require(try signals.read())
            #expect(event.signal == SIGUSR2)
            #expect(event.sender == getpid())
            #expect(event.user == getuid())
            #expect(try signals.read() == nil)
        }

        /// A second signal that comes while the process ends would kill it.
        @Test func keepsSignalsBlockedAfterItsEnd() throws {
            // The test's thread may come with everything blocked.
            var both = sigset_t()
            var before = sigset_t()
            sigemptyset(&both)
            sigaddset(&both, SIGUSR1)
            sigaddset(&both, SIGUSR2)
            pthread_sigmask(SIG_UNBLOCK, &both, &before)
            defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
            do {
                let signals = try SignalDescriptor([SIGUSR1])
                withExtendedLifetime(signals) {}
            }
            #expect(self.isBlocked(SIGUSR1))
            #expect(!self.isBlocked(SIGUSR2))
        }

        @Test(arguments: [Int32(0), -1, 64, 1000])
        func refusesWhatIsNoSignal(number: Int32) {
            let error = #expect(throws: SystemError.self) { try SignalDescriptor([number]) }
            #expect(error?.code == EINVAL)
        }
    }
}
