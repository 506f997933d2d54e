import Checks
import Configuration

/// The text of one mail, as it goes over the wire.
struct MailMessage: Hashable, Sendable {
    var sender: MailAddress
    var recipients: [MailAddress]
    var subject: String
    var body: String

    /// nil for what is not told by mail.
    init?(_ notice: StateNotice, sender: MailAddress, recipients: [MailAddress], routerID: String) {
        let what: String
        switch notice.state {
        case .master: what = "Entering MASTER state"
        case .backup: what = "Entering BACKUP state"
        case .fault: what = "Entering FAULT state"
        case .stop: what = "Stopping"
        case .deleted: what = "Removed by a reload"
        case .masterReceivedLowerPriority, .masterPriority, .backupPriority: return nil
        }
        let subject =
            switch notice.subject {
            case .instance: "VRRP Instance \(notice.name)"
            case .group: "VRRP Group \(notice.name)"
            }
        self.sender = sender
        self.recipients = recipients
        // The subject as keepalived writes it, for filters that look at it.
        self.subject = "[\(routerID)] \(subject) - \(what)"
        let priority = notice.subject == .instance ? "\nIts effective priority is \(notice.priority)." : ""
        self.body = "\(subject) on \(routerID): \(what).\(priority)\n"
    }

    /// RFC 5322, with the lines ended as SMTP wants them.
    ///
    /// - Parameter date: As its `Date` field has it.
    func text(date: String) -> String {
        let fields = [
            "Date: \(date)", "From: \(self.sender.field)", "Subject: \(Self.line(self.subject))",
            "X-Mailer: baton", "To: \(self.recipients.map(\.field).joined(separator: ",\r\n "))",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
        ]
        let body = self.body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        return (fields + ["", body]).joined(separator: "\r\n")
    }

    /// A name in the configuration cannot add a field of its own.
    private static func line(_ text: String) -> String {
        var clean = ""
        for scalar in text.unicodeScalars { clean.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar) }
        return clean
    }
}
