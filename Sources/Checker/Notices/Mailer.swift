import Checks
import Configuration
import Glibc
import Logging
import Synchronization

/// Sends mails one after the other. A state is told once: not again while no other one was told in between.
final class Mailer: Sendable {
    let settings: MailSettings
    /// Fulfilled when everything has been sent, or could not be.
    let isDone = Promise<Void>()
    private let routerID: String
    private let notices: AsyncStream<StateNotice>
    private let queue: AsyncStream<StateNotice>.Continuation
    private let logger: RateLimitedLogger
    private let told = Mutex<[String: StateNotice.State]>([:])

    /// Mails that may wait while the server does not answer.
    static let queueLimit = 256

    init(_ settings: MailSettings, routerID: String?, logger: RateLimitedLogger) {
        self.settings = settings
        self.routerID = routerID ?? Self.hostName
        self.logger = logger
        (self.notices, self.queue) = AsyncStream.makeStream(
            of: StateNotice.self,
            bufferingPolicy: .bufferingNewest(Self.queueLimit)
        )
    }

    func send(_ notice: StateNotice) {
        let key = "\(notice.subject.word) \(notice.name)"
        let isNews = self.told.withLock { told in
            guard told[key] != notice.state else { return false }
            told[key] = notice.state
            return true
        }
        guard isNews, case .dropped(let lost) = self.queue.yield(notice) else { return }
        self.logger.log(
            .error,
            key: "mail queue",
            "mails wait for the server; the oldest are left out",
            metadata: ["instance": "\(lost.name)", "state": "\(lost.state.word)"]
        )
    }

    func close() {
        self.queue.finish()
    }

    func run() async {
        for await notice in self.notices {
            let message = MailMessage(
                notice,
                sender: self.settings.sender ?? Self.defaultSender,
                recipients: self.settings.recipients,
                routerID: self.routerID
            )
            guard let message else { continue }
            let failure = await self.deliver(message)
            guard let failure else {
                self.logger.logger.info("mail sent", metadata: ["subject": "\(message.subject)"])
                continue
            }
            self.logger.log(
                .error,
                key: "mail \(self.settings.server)",
                "a mail was not sent",
                metadata: [
                    "server": "\(self.settings.server):\(self.settings.port)", "subject": "\(message.subject)",
                    "reason": "\(failure)",
                ]
            )
        }
        self.isDone.fulfill(())
    }

    /// On a thread of its own, for libcurl waits.
    private func deliver(_ message: MailMessage) async -> String? {
        let result = Promise<String?>()
        let settings = self.settings
        let greeting = settings.greeting ?? Self.hostName
        guard
            WorkerThread.start({
                result.fulfill(MailTransfer.perform(message, settings: settings, greeting: greeting))
            })
        else { return "the process has no threads left" }
        return await result.value() ?? nil
    }

    /// keepalived's; a host name that no mailbox can have is left out.
    private static var defaultSender: MailAddress {
        MailAddress("keepalived@\(self.hostName)") ?? MailAddress.keepalived
    }

    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
