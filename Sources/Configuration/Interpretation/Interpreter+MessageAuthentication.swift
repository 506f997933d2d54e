import Checks
import VRRP

extension Interpreter {
    /// `auth_hmac { key ID VALUE … }`. What is wrong in it is an error: without it this node would take nothing its peers
    /// say, or they nothing of this node's, and both would be master.
    mutating func readMessageAuthentication(_ statement: Statement, into draft: inout InstanceDraft) {
        guard let block = self.block(of: statement) else { return }
        let errorsBefore = self.log.errorCount
        var authentication = draft.messageAuthentication ?? MessageAuthenticationDraft(word: statement.keyword)
        for entry in block {
            guard let keyword = MessageAuthenticationKeyword(rawValue: entry.keyword.text) else {
                self.reportUnrecognised(entry, in: .messageAuthentication)
                continue
            }
            switch keyword {
            case .key:
                self.readKey(entry, into: &authentication)
            case .activeKey:
                authentication.activeKey = self.integer(entry, in: 1...255)
                authentication.activeKeyWord = entry.keyword
            case .antiReplay:
                guard let word = self.value(of: entry, expected: "time or monotonic") else { continue }
                switch word.text {
                case "time": authentication.isMonotonic = false
                case "monotonic": authentication.isMonotonic = true
                default: self.log.error(word, "anti_replay \(word.quoted) is unknown: expected time or monotonic")
                }
            case .timeWindow:
                authentication.timeWindow = self.integer(entry, in: 1...300)
                authentication.timeWindowWord = entry.keyword
            case .mode:
                let expected = "enforce, permissive or receive-only"
                guard let word = self.value(of: entry, expected: expected) else { continue }
                if let mode = MessageAuthentication.Mode(rawValue: word.text) {
                    authentication.mode = mode
                    authentication.modeWord = entry.keyword
                } else {
                    self.log.error(word, "mode \(word.quoted) is unknown: expected \(expected)")
                }
            }
        }
        if self.log.errorCount > errorsBefore { authentication.isInvalid = true }
        draft.messageAuthentication = authentication
    }

    /// `key ID VALUE`: text, `hex:DIGITS`, or `file:PATH` of a file that holds one of the two.
    private mutating func readKey(_ statement: Statement, into draft: inout MessageAuthenticationDraft) {
        guard statement.arguments.count >= 2 else {
            self.log.error(statement.keyword, "key needs an identifier and a value", fix: Self.keyFix)
            return
        }
        self.warnOfExcess(statement, after: 2)
        let value = statement.arguments[1]
        guard let number = self.integer(statement.arguments[0], of: "key", in: 1...255) else { return }
        guard draft.identifiers.insert(number).inserted else {
            self.log.error(
                statement.arguments[0],
                "key \(number) stands here twice",
                fix: "give one of them another identifier, the same on all nodes",
                category: .reference
            )
            return
        }
        guard let bytes = self.keyBytes(of: value, number: number) else { return }
        guard let key = MessageKey(identifier: UInt8(clamping: number), bytes: bytes) else {
            self.log.error(
                value,
                "key \(number) has \(bytes.count) bytes: expected \(MessageKey.lengths.lowerBound) to "
                    + "\(MessageKey.lengths.upperBound)",
                fix: Self.keyFix
            )
            return
        }
        draft.keys.append(key)
    }

    private static let keyFix = "make one with openssl rand -hex 32 and write it as key 1 hex:…"
    private static let hexPrefix = "hex:"
    private static let filePrefix = "file:"

    private mutating func keyBytes(of value: Word, number: Int) -> [UInt8]? {
        guard value.text.hasPrefix(Self.filePrefix) else {
            return self.keyBytes(of: Array(value.text.utf8), at: value, number: number)
        }
        let path = Self.keyPath(of: value)
        switch self.keyFiles[path] {
        case .success(var bytes):
            // An editor ends the last line; the key does not.
            while let last = bytes.last, last == ASCII.newline || last == ASCII.carriageReturn { bytes.removeLast() }
            return self.keyBytes(of: bytes, at: value, number: number)
        case .failure(let error):
            self.log.error(
                value,
                "cannot read the file of key \(number), \(path): \(error.description)",
                fix: error.fix,
                category: .file
            )
        case nil:
            self.log.error(value, "the file of key \(number) was not looked for", category: .file)
        }
        return nil
    }

    private mutating func keyBytes(of text: [UInt8], at value: Word, number: Int) -> [UInt8]? {
        guard text.starts(with: Self.hexPrefix.utf8) else { return text }
        guard let key = HexadecimalKey(digits: text.dropFirst(Self.hexPrefix.utf8.count)) else {
            self.log.error(
                value,
                "key \(number) is not hexadecimal: expected two digits for each byte behind hex:",
                fix: Self.keyFix
            )
            return nil
        }
        if key.hasSingleDigit {
            self.log.warning(
                value,
                "key \(number) has a byte of a single digit, which is read as its lower half, as keepalived does",
                fix: "write two digits for each byte, on all nodes"
            )
        }
        return key.bytes
    }

    /// Relative paths are taken from the folder of the file that names them.
    private static func keyPath(of value: Word) -> String {
        SourcePath.resolve(
            String(value.text.dropFirst(Self.filePrefix.utf8.count)),
            in: SourcePath.directory(of: value.location.file)
        )
    }

    /// Reads the files of keys before what names them is interpreted.
    mutating func readKeyFiles(of statements: [Statement], reader: inout some SourceReader) {
        for instance in statements where instance.keyword.text == RootKeyword.instance.rawValue {
            for block in instance.block ?? []
            where block.keyword.text == InstanceKeyword.messageAuthentication.rawValue {
                for entry in block.block ?? []
                where entry.keyword.text == MessageAuthenticationKeyword.key.rawValue && entry.arguments.count >= 2 {
                    let value = entry.arguments[1]
                    guard value.text.hasPrefix(Self.filePrefix) else { continue }
                    let path = Self.keyPath(of: value)
                    do throws(SourceError) {
                        self.keyFiles[path] = .success(try reader.read(path))
                    } catch {
                        self.keyFiles[path] = .failure(error)
                    }
                    self.keyFileWords.append((path, value))
                }
            }
        }
    }

    /// The settings of an instance's block; nil without one, and after an error.
    mutating func messageAuthentication(
        of draft: InstanceDraft,
        interval: AdvertisementInterval
    ) -> MessageAuthentication? {
        guard let authentication = draft.messageAuthentication, !authentication.isInvalid else { return nil }
        if let word = draft.authenticationWord {
            self.log.warning(
                word,
                "authentication is ignored beside auth_hmac, as keepalived does",
                fix: "remove the block"
            )
        }
        guard !authentication.keys.isEmpty else {
            self.log.error(authentication.word, "auth_hmac has no key", fix: Self.keyFix)
            return nil
        }
        guard let active = authentication.activeKey else {
            self.log.error(
                authentication.word,
                "auth_hmac has no active_key, and nothing could be signed",
                fix: "add active_key \(authentication.keys[0].identifier)"
            )
            return nil
        }
        guard let key = authentication.keys.first(where: { Int($0.identifier) == active }) else {
            self.log.error(
                authentication.activeKeyWord ?? authentication.word,
                "there is no key \(active) to be the active_key",
                fix: "name one of: \(authentication.keys.map { String($0.identifier) }.joined(separator: ", "))",
                category: .reference
            )
            return nil
        }
        let antiReplay: MessageAuthentication.AntiReplay
        if authentication.isMonotonic {
            if let word = authentication.timeWindowWord {
                self.log.warning(word, "time_window has no effect with anti_replay monotonic", fix: "remove it")
            }
            antiReplay = .monotonic
        } else {
            let window = authentication.timeWindow.map { Duration.seconds($0) }
            antiReplay = .time(window: window ?? MessageAuthentication.defaultWindow(for: interval))
        }
        return MessageAuthentication(
            keys: authentication.keys,
            activeKey: key,
            mode: authentication.mode,
            antiReplay: antiReplay
        )
    }
}
