import Checks

/// What `global_defs` says of FIFOs and mail; nil = not given.
struct ReportDraft {
    var fifo: NotifyFIFO?
    var fifoReader: (word: Word, script: NotifyScript)?
    var routerFIFO: NotifyFIFO?
    var routerFIFOReader: (word: Word, script: NotifyScript)?
    var recipients: [MailAddress] = []
    var sender: MailAddress?
    var server: (host: String, port: UInt16)?
    var greeting: String?
    var connectTimeout: Duration?
    var leavesOutFaults = false
    var mailsAll: Bool?
    var mailsRouters: Bool?
    var tellsPriorityChanges = false

    /// For instances and groups that say nothing of `smtp_alert`.
    var mailsTransitions: Bool { self.mailsRouters ?? self.mailsAll ?? false }

    var mail: MailSettings? {
        guard !self.recipients.isEmpty else { return nil }
        var settings = MailSettings(recipients: self.recipients)
        settings.sender = self.sender
        if let server = self.server {
            settings.server = server.host
            settings.port = server.port
        }
        settings.greeting = self.greeting
        if let connectTimeout = self.connectTimeout { settings.connectTimeout = connectTimeout }
        settings.leavesOutFaults = self.leavesOutFaults
        return settings
    }
}
