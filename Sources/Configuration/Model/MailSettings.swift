/// Who is written to of transitions, and through which server.
package struct MailSettings: Hashable, Sendable {
    /// Never empty.
    package var recipients: [MailAddress]
    /// nil = keepalived@ and the name of the host.
    package var sender: MailAddress?
    package var server = "127.0.0.1"
    package var port: UInt16 = 25
    /// What the server is greeted with; nil = the name of the host.
    package var greeting: String?
    package var connectTimeout: Duration = .seconds(30)
    /// `no_email_faults`.
    package var leavesOutFaults = false

    package init(recipients: [MailAddress]) {
        self.recipients = recipients
    }
}
