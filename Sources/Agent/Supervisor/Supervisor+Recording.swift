import Failover
import Glibc
import LinuxIO

extension Supervisor {
    /// How long the end of the agent waits for what is still to be written.
    private static let patienceMilliseconds: Int32 = 5000

    /// The process that writes the recording, and the end of its socket that every router process has.
    struct Recording {
        var process: ProcessDescriptor
        var socket: MessageSocket
    }

    /// Starts the process that writes. Without it the agent runs all the same.
    func startRecording() {
        guard let file = self.recordingFile.take() else { return }
        do {
            let (ours, theirs) = try MessageSocket.pair()
            // It outlives this process, to write what has been said to the end.
            let process = try ChildProcess.fork(parentDeathSignal: 0) {
                var writer = RecordingWriter(theirs, to: file, log: self.log)
                return writer.run()
            }
            self.recording = Recording(process: process, socket: ours)
            try self.poller.add(process.descriptor, token: Token.recordingProcess)
            self.log.write(.info, "records what the router is told, and decides, in \(file.path)")
        } catch {
            self.log.write(.warning, "nothing is recorded in \(file.path): \(error)")
        }
    }

    func recordingEnded() throws(SystemError) {
        guard let recording = self.recording, let exit = try recording.process.reap() else { return }
        self.poller.remove(recording.process.descriptor)
        self.recording = nil
        switch exit {
        // It has said why.
        case .exited: break
        case .signaled: self.log.write(.warning, "the recording ends here: its writer ended with \(exit)")
        }
    }

    /// The router has left: what it has said is written, if the disk takes it.
    func finishRecording() {
        guard let recording = self.recording.take() else { return }
        let process = recording.process
        // With the last end that could send, the writer knows that it is done.
        _ = consume recording
        do {
            let poller = try Poller()
            try poller.add(process.descriptor, token: 0)
            _ = try poller.wait(timeoutMilliseconds: Self.patienceMilliseconds)
            if try process.reap() == nil {
                self.log.write(.warning, "the recording is still being written; is its disk there?")
            }
        } catch {
            self.log.write(.warning, "cannot wait for the recording: \(error)")
        }
    }
}
