import CCurl

/// One certificate of a server's chain.
struct ServerCertificate: Hashable, Sendable {
    /// As in `CN = www.example.org`.
    var subject: String
    /// Seconds since 1970.
    var end: Int

    /// Days until it ends; negative when it has.
    func days(from now: Int) -> Double { Double(self.end - now) / 86400 }

    /// `in 9.6 days` without the `in`, or `3 hours ago`.
    func words(from now: Int) -> String {
        let seconds = abs(self.end - now)
        let length = seconds < 172_800 ? "\(seconds / 3600) hours" : "\(seconds / 86400) days"
        return self.end < now ? "\(length) ago" : length
    }

    /// Those the server showed in this transfer, its own first; empty unless `CURLOPT_CERTINFO` was set.
    static func shown(to handle: CurlHandle) -> [ServerCertificate] {
        var certificates: [ServerCertificate] = []
        while let texts = unsafe ccurl_certificate(handle.pointer, Int32(certificates.count)) {
            var subject = ""
            var end: Int?
            var next: UnsafeMutablePointer<curl_slist>? = unsafe texts
            while let entry = unsafe next {
                if let data = unsafe entry.pointee.data {
                    let text = unsafe String(cString: data)
                    if let value = Self.value("Subject:", of: text) { subject = value }
                    if let value = Self.value("Expire date:", of: text) {
                        let seconds = unsafe curl_getdate(value, nil)
                        end = seconds < 0 ? nil : seconds
                    }
                }
                unsafe next = entry.pointee.next
            }
            // A date beyond what libcurl reads is no danger soon.
            certificates.append(ServerCertificate(subject: subject, end: end ?? .max / 2))
        }
        return certificates
    }

    private static func value(_ name: String, of text: String) -> String? {
        text.hasPrefix(name) ? String(text.dropFirst(name.count).drop { $0 == " " }) : nil
    }
}
