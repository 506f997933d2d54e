import Checks

extension Interpreter {
    /// The words of `global_defs` about FIFOs and mail.
    mutating func readReport(_ keyword: ReportKeyword, _ statement: Statement) {
        switch keyword {
        case .notifyFIFO: self.reports.fifo = self.fifo(statement)
        case .routerNotifyFIFO: self.reports.routerFIFO = self.fifo(statement)
        case .notifyFIFOScript:
            self.reports.fifoReader = self.notifyScript(statement).map { (statement.keyword, $0) }
        case .routerNotifyFIFOScript:
            self.reports.routerFIFOReader = self.notifyScript(statement).map { (statement.keyword, $0) }
        case .tellsPriorityChanges: self.reports.tellsPriorityChanges = self.flag(statement) ?? true
        case .repeatsStatesOnReload: self.global.repeatsStatesOnReload = self.flag(statement) ?? true
        case .mailRecipients: self.readRecipients(statement)
        case .mailSender: self.readSender(statement)
        case .mailServer: self.readMailServer(statement)
        case .mailGreeting: self.reports.greeting = self.value(of: statement, expected: "the name of a host")?.text
        case .mailTimeout:
            self.reports.connectTimeout = self.seconds(statement, in: .milliseconds(1) ... .seconds(3600))
        case .mailsAll: self.reports.mailsAll = self.flag(statement) ?? true
        case .mailsRouters: self.reports.mailsRouters = self.flag(statement) ?? true
        case .leavesOutFaultMails: self.reports.leavesOutFaults = self.flag(statement) ?? true
        }
    }

    /// The words of an instance about who is told.
    mutating func readReport(_ keyword: InstanceReportKeyword, _ statement: Statement, into draft: inout InstanceDraft)
    {
        switch keyword {
        case .deleted:
            // Without a script it only says that the removal is told as such.
            draft.notify.tellsDeletion = true
            if !statement.arguments.isEmpty { draft.notify.deleted = self.notifyScript(statement) }
        case .masterReceivedLowerPriority:
            draft.notify.masterReceivedLowerPriority = self.notifyScript(statement)
        case .priorityChanges: draft.tellsPriorityChanges = self.flag(statement) ?? true
        case .mail: draft.mailsTransitions = self.flag(statement) ?? true
        }
    }

    /// What the words mean together.
    mutating func settleReports() {
        self.global.mail = self.reports.mail
        var fifos: [NotifyFIFO] = []
        let pairs = [
            (self.reports.fifo, self.reports.fifoReader, ReportKeyword.notifyFIFO),
            (self.reports.routerFIFO, self.reports.routerFIFOReader, .routerNotifyFIFO),
        ]
        for (fifo, reader, keyword) in pairs {
            guard var fifo else {
                if let reader {
                    self.log.warning(
                        reader.word,
                        "\(reader.word.quoted) has nothing to read and is not run",
                        fix: "add \(keyword.rawValue) PATH"
                    )
                }
                continue
            }
            fifo.reader = reader?.script
            fifo.demandsSafePath = self.global.enableScriptSecurity
            if fifos.contains(where: { $0.path == fifo.path }) {
                // Every line would come twice; keepalived refuses the second one as well.
                self.log.warning(
                    .file(fifo.path),
                    "notify_fifo and vrrp_notify_fifo are the same FIFO \(fifo.path); it is written to once"
                )
                continue
            }
            fifos.append(fifo)
        }
        self.global.notifyFIFOs = fifos
    }

    /// `PATH [USER [GROUP]]`.
    private mutating func fifo(_ statement: Statement) -> NotifyFIFO? {
        guard let path = statement.arguments.first, !path.text.isEmpty else {
            self.log.error(
                statement.keyword,
                "\(statement.keyword.quoted) needs a path and may have a user and a group"
            )
            return nil
        }
        self.warnOfExcess(statement, after: 3)
        guard path.text.hasPrefix("/") else {
            self.log.error(path, "\(path.quoted) is no absolute path", fix: "write the path from the root")
            return nil
        }
        self.needUser(statement.arguments[1...].prefix(2), of: statement.keyword.text, takesNumbers: false)
        let words = statement.arguments.map(\.text)
        let owner = words.count > 1 ? ScriptUser(user: words[1], group: words.count > 2 ? words[2] : nil) : nil
        return NotifyFIFO(path: path.text, owner: owner)
    }

    /// `notification_email { ADDRESS … }`: one or several a line.
    private mutating func readRecipients(_ statement: Statement) {
        guard let block = self.block(of: statement) else { return }
        for entry in block {
            for word in entry.words {
                guard let address = self.mailAddress(word, among: entry.words) else { break }
                if !self.reports.recipients.contains(address) { self.reports.recipients.append(address) }
            }
        }
    }

    private mutating func readSender(_ statement: Statement) {
        guard
            statement.arguments.count < 2 || self.mailAddress(statement.arguments[0], among: statement.arguments) != nil
        else { return }
        self.reports.sender = self.mailAddress(self.value(of: statement, expected: "an address"))
    }

    /// `name@host` or, as one word, `"Some name <name@host>"`.
    ///
    /// - Parameter words: The whole line: a name without quotes makes several words of one address.
    private mutating func mailAddress(_ word: Word?, among words: [Word] = []) -> MailAddress? {
        guard let word else { return nil }
        if words.count > 1, let last = words.last, last.text.hasPrefix("<"), last.text.hasSuffix(">"),
            !word.text.contains("@") || word.location == last.location
        {
            let whole = words.map(\.text).joined(separator: " ")
            self.log.error(
                word,
                "a name before an address makes \(words.count) addresses of this line",
                fix: "put both into one pair of quotes: \"\(whole)\""
            )
            return nil
        }
        guard let address = MailAddress(word.text) else {
            self.log.error(
                word,
                "\(word.quoted) is no mail address: expected name@host, or a name and <name@host> in one pair of quotes"
            )
            return nil
        }
        return address
    }

    /// `HOST [PORT]`.
    private mutating func readMailServer(_ statement: Statement) {
        guard let host = statement.arguments.first, !host.text.isEmpty else {
            self.log.error(statement.keyword, "\(statement.keyword.quoted) needs a host and may have a port")
            return
        }
        self.warnOfExcess(statement, after: 2)
        var port = 25
        if let word = statement.arguments.dropFirst().first {
            guard let number = self.integer(word, of: "the port of smtp_server", in: 1...65535) else { return }
            port = number
        }
        self.reports.server = (host.text, UInt16(clamping: port))
    }
}
