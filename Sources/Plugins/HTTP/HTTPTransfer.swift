import CCurl
import Synchronization

/// One transfer: libcurl's handle with all that must live as long as it does.
///
/// Made and finished by whoever asks, driven by ``HTTPEngine``'s thread in between; never by both at a time.
@safe
final class HTTPTransfer {
    /// A body longer than this is cut: the check has seen enough.
    static let bodyLimit = 1 << 20

    let handle: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private let keepsBody: Bool
    private var body: [UInt8] = []
    private var isCut = false
    private var hasBegunTLS = false

    /// nil when libcurl has no memory, or knows less than it was built against.
    init?(_ request: HTTPRequest, timeout: Duration) {
        guard let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = handle
        unsafe self.errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe self.errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.keepsBody = request.keepsBody
        guard self.configure(request, timeout: timeout) else { return nil }
    }

    deinit {
        unsafe curl_easy_cleanup(self.handle)
        unsafe curl_slist_free_all(self.headers)
        unsafe self.errorText.deallocate()
    }

    private func configure(_ request: HTTPRequest, timeout: Duration) -> Bool {
        var isConfigured = true
        func set(_ option: CURLoption, _ value: Int) {
            isConfigured = unsafe ccurl_set_long(self.handle, option, value) == CURLE_OK && isConfigured
        }
        func set(_ option: CURLoption, _ value: String) {
            isConfigured = unsafe ccurl_set_string(self.handle, option, value) == CURLE_OK && isConfigured
        }
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        // An empty text also turns off the proxies of the environment, which would make a check lie.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        // A lookup that hangs is left behind, not waited for.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_USERAGENT, "baton")
        set(CURLOPT_HTTPGET, 1)
        set(CURLOPT_NOBODY, request.usesHEAD ? 1 : 0)
        set(CURLOPT_FRESH_CONNECT, request.reusesConnection ? 0 : 1)
        set(CURLOPT_FORBID_REUSE, request.reusesConnection ? 0 : 1)
        set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(request.connectTimeout ?? timeout, timeout).wholeMilliseconds)
        switch request.family {
        case .any: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_WHATEVER))
        case .ipv4: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4))
        case .ipv6: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V6))
        }
        if let unixSocket = request.unixSocket {
            set(CURLOPT_UNIX_SOCKET_PATH, unixSocket)
        }
        if let host = request.hostHeader {
            unsafe self.headers = curl_slist_append(nil, "Host: \(host)")
            isConfigured =
                unsafe ccurl_set_list(self.handle, CURLOPT_HTTPHEADER, self.headers) == CURLE_OK && isConfigured
        }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        isConfigured =
            unsafe ccurl_set_pointer(self.handle, CURLOPT_ERRORBUFFER, self.errorText) == CURLE_OK
            && ccurl_set_pointer(self.handle, CURLOPT_WRITEDATA, context) == CURLE_OK
            && ccurl_set_write_function(self.handle) { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let transfer = unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
                return unsafe transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
            } == CURLE_OK && isConfigured
        return isConfigured && (!request.usesTLS || self.observeTLS())
    }

    /// libcurl counts the TLS handshake as part of connecting. That a handshake began shows that TCP had connected.
    private func observeTLS() -> Bool {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        return unsafe ccurl_set_long(self.handle, CURLOPT_VERBOSE, 1) == CURLE_OK
            && ccurl_set_pointer(self.handle, CURLOPT_DEBUGDATA, context) == CURLE_OK
            && ccurl_set_debug_function(self.handle) { _, type, _, _, context in
                if type == CURLINFO_SSL_DATA_OUT, let context = unsafe context {
                    unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue().hasBegunTLS = true
                }
                return 0
            } == CURLE_OK
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard self.keepsBody else { return bytes.count }
        let room = Self.bodyLimit - self.body.count
        unsafe self.body.append(contentsOf: bytes.prefix(room))
        if bytes.count > room {
            // Any other count than the one given ends the transfer.
            self.isCut = true
            return 0
        }
        return bytes.count
    }

    /// What came of it, once libcurl has said that it is finished.
    func response(_ code: CURLcode) -> HTTPResponse {
        let isComplete = code == CURLE_OK || (code == CURLE_WRITE_ERROR && self.isCut)
        let words = unsafe String(cString: self.errorText)
        return HTTPResponse(
            code: isComplete ? CURLE_OK.rawValue : code.rawValue,
            message: words.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : words,
            systemError: Int32(truncatingIfNeeded: self.number(CURLINFO_OS_ERRNO)),
            verification: self.number(CURLINFO_SSL_VERIFYRESULT),
            status: self.number(CURLINFO_RESPONSE_CODE),
            hasBegunTLS: self.hasBegunTLS,
            body: self.body,
            timing: HTTPResponse.Timing(
                dns: self.time(CURLINFO_NAMELOOKUP_TIME_T),
                connect: self.time(CURLINFO_CONNECT_TIME_T),
                tls: self.time(CURLINFO_APPCONNECT_TIME_T),
                firstByte: self.time(CURLINFO_STARTTRANSFER_TIME_T),
                total: self.time(CURLINFO_TOTAL_TIME_T)
            )
        )
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe ccurl_get_long(self.handle, info, &value) == CURLE_OK ? value : 0
    }

    private func time(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        return unsafe ccurl_get_time(self.handle, info, &value) == CURLE_OK ? .microseconds(value) : .zero
    }
}

extension Duration {
    /// At least 1: libcurl takes 0 for "no limit".
    fileprivate var wholeMilliseconds: Int { max(1, Int(self.milliseconds)) }
}
