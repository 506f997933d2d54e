import CCurl
import Configuration
import Glibc

/// One mail over libcurl's SMTP. Waits; to be called on a thread that may.
enum MailTransfer {
    /// A server that took the connection has so long for the mail.
    private static let conversation = Duration.seconds(30)

    /// - Returns: Why it was not sent; nil = it was.
    static func perform(_ message: MailMessage, settings: MailSettings, greeting: String) -> String? {
        guard let handle = unsafe curl_easy_init() else { return "libcurl has no memory" }
        defer { unsafe curl_easy_cleanup(handle) }
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(recipients) }
        for recipient in message.recipients {
            guard let longer = unsafe curl_slist_append(recipients, "<\(recipient.mailbox)>") else {
                return "libcurl has no memory"
            }
            unsafe recipients = longer
        }
        let host = settings.server.contains(":") ? "[\(settings.server)]" : settings.server
        let connect = Self.milliseconds(settings.connectTimeout)
        var text = Array(message.text(date: Self.date()).utf8)
        return unsafe text.withUnsafeMutableBytes { bytes -> String? in
            var upload = unsafe ccurl_upload(bytes: bytes.bindMemory(to: CChar.self).baseAddress, count: bytes.count)
            let codes = unsafe [
                // What libcurl greets with is the path.
                ccurl_set_string(handle, CURLOPT_URL, "smtp://\(host):\(settings.port)/\(Self.pathText(greeting))"),
                ccurl_set_string(handle, CURLOPT_MAIL_FROM, "<\(message.sender.mailbox)>"),
                ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
                ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1), ccurl_set_string(handle, CURLOPT_PROXY, ""),
                ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, connect),
                ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, connect + Self.milliseconds(Self.conversation)),
                ccurl_set_upload(handle, &upload),
            ]
            if let failed = codes.first(where: { $0 != CURLE_OK }) { return Self.words(failed) }
            let code = unsafe curl_easy_perform(handle)
            guard code != CURLE_OK else { return nil }
            var answer = 0
            unsafe ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &answer)
            return answer >= 400 ? "\(Self.words(code)) (the server says \(answer))" : Self.words(code)
        }
    }

    private static func words(_ code: CURLcode) -> String { unsafe String(cString: curl_easy_strerror(code)) }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// Only what a host name is made of.
    private static func pathText(_ name: String) -> String {
        String(
            decoding: name.utf8.filter { byte in
                byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            },
            as: UTF8.self
        )
    }

    /// As RFC 5322 has it, in universal time, in English whatever the locale.
    private static func date() -> String {
        var seconds = time(nil)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let day = unsafe days[Int(parts.tm_wday) % 7]
        let month = unsafe months[Int(parts.tm_mon) % 12]
        let clock = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return unsafe "\(day), \(parts.tm_mday) \(month) \(parts.tm_year + 1900) \(clock) +0000"
    }
}
