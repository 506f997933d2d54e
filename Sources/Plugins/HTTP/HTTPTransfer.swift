import CCurl
import Checks

/// One request and its answer.
@safe
final class HTTPTransfer: CurlTask {
    /// Bytes of an answer's headers and trailers; more is a broken server.
    private static let headerLimit = 256 * 1024

    let handle: CurlHandle
    private let request: HTTPRequest
    private let answer: (HTTPResponse?) -> Void
    private var headers: [HTTPHeader] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var isCut = false
    private var hasBegunTLS = false

    /// nil when libcurl knows less than it was built against; the answer has been given then.
    init?(_ request: HTTPRequest, timeout: Duration, on handle: CurlHandle, _ answer: @escaping (HTTPResponse?) -> Void)
    {
        self.handle = handle
        self.request = request
        self.answer = answer
        self.configure(timeout: timeout)
        self.configureCallbacks()
        guard handle.isConfigured else {
            answer(nil)
            return nil
        }
    }

    private func configure(timeout: Duration) {
        let (handle, request) = (self.handle, self.request)
        handle.set(CURLOPT_URL, request.url)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
        handle.set(CURLOPT_TCP_NODELAY, 1)
        // The buffer is made and freed with every transfer, and answers that nobody reads are short.
        if request.bodyLimit == nil { handle.set(CURLOPT_BUFFERSIZE, 4096) }
        handle.set(CURLOPT_USERAGENT, "baton")
        handle.set(CURLOPT_FRESH_CONNECT, request.reusesConnection ? 0 : 1)
        handle.set(CURLOPT_FORBID_REUSE, request.reusesConnection ? 0 : 1)
        handle.set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, min(request.connectTimeout ?? timeout, timeout).wholeMilliseconds)
        self.configureMethod()
        self.configureVersion()
        // An empty text also turns off the proxies of the environment, which would make a check lie; so does it for
        // the environment's exceptions.
        handle.set(CURLOPT_PROXY, request.proxy ?? "")
        handle.set(CURLOPT_NOPROXY, "")
        if request.proxy != nil {
            handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
            if let user = request.proxyUser { handle.set(CURLOPT_PROXYUSERPWD, user) }
        }
        if request.sendsProxyHeader { handle.set(CURLOPT_HAPROXYPROTOCOL, 1) }
        if let address = request.connectTo { handle.set(CURLOPT_CONNECT_TO, [address]) }
        if let socket = request.unixSocket { handle.set(CURLOPT_UNIX_SOCKET_PATH, socket) }
        if let interface = request.interface { handle.set(CURLOPT_INTERFACE, interface) }
        if !request.headers.isEmpty { handle.set(CURLOPT_HTTPHEADER, request.headers) }
        if request.usesTLS { request.tls.apply(to: handle) }
    }

    private func configureMethod() {
        if self.request.method == "HEAD" {
            self.handle.set(CURLOPT_NOBODY, 1)
        } else if let body = self.request.body {
            self.handle.setBody(body)
        } else {
            self.handle.set(CURLOPT_HTTPGET, 1)
        }
        let implied = self.request.body == nil ? "GET" : "POST"
        if self.request.method != implied, self.request.method != "HEAD" {
            self.handle.set(CURLOPT_CUSTOMREQUEST, self.request.method)
        }
    }

    private func configureVersion() {
        let version =
            switch self.request.version {
            case .http10: CURL_HTTP_VERSION_1_0
            case nil, .http11: CURL_HTTP_VERSION_1_1
            case .http2 where self.request.usesTLS: CURL_HTTP_VERSION_2TLS
            case .http2: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
            }
        self.handle.set(CURLOPT_HTTP_VERSION, version)
    }

    private func configureCallbacks() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe self.handle.set(CURLOPT_WRITEDATA, pointer: context)
        self.handle.note(
            unsafe ccurl_set_write_function(self.handle.pointer) { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let transfer = unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
                return unsafe transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
            }
        )
        if self.request.keepsHeaders {
            unsafe self.handle.set(CURLOPT_HEADERDATA, pointer: context)
            self.handle.note(
                unsafe ccurl_set_header_function(self.handle.pointer) { bytes, size, count, context in
                    guard let context = unsafe context else { return 0 }
                    let transfer = unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
                    return unsafe transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
                }
            )
        }
        if self.request.usesTLS { unsafe self.observeTLS(context) }
    }

    /// libcurl counts the TLS handshake as part of connecting. That a handshake began shows that TCP had connected.
    private func observeTLS(_ context: UnsafeMutableRawPointer) {
        self.handle.set(CURLOPT_VERBOSE, 1)
        unsafe self.handle.set(CURLOPT_DEBUGDATA, pointer: context)
        self.handle.note(
            unsafe ccurl_set_debug_function(self.handle.pointer) { _, type, _, _, context in
                if type == CURLINFO_SSL_DATA_OUT, let context = unsafe context {
                    unsafe Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue().hasBegunTLS = true
                }
                return 0
            }
        )
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let limit = self.request.bodyLimit else { return bytes.count }
        let room = limit - self.body.count
        unsafe self.body.append(contentsOf: bytes.prefix(room))
        if bytes.count > room {
            // Any other count than the one given ends the transfer.
            self.isCut = true
            return 0
        }
        return bytes.count
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        self.headerBytes += bytes.count
        guard self.headerBytes <= Self.headerLimit else { return 0 }
        if unsafe bytes.starts(with: "HTTP/".utf8) {
            // An interim answer (100, 103) came before.
            self.headers = []
        } else if let header = unsafe HTTPHeader(line: Array(bytes)) {
            self.headers.append(header)
        }
        return bytes.count
    }

    func transferEnded(_ code: CURLcode) -> CurlTaskStep {
        self.answer(self.response(code))
        return .finished
    }

    func connectionReady() -> CurlTaskStep { .finished }

    func cancel() {
        self.answer(nil)
    }

    private func response(_ code: CURLcode) -> HTTPResponse {
        let isComplete = code == CURLE_OK || (code == CURLE_WRITE_ERROR && self.isCut)
        return HTTPResponse(
            code: isComplete ? CURLE_OK.rawValue : code.rawValue,
            message: isComplete ? "" : self.handle.message(for: code),
            systemError: isComplete ? 0 : Int32(truncatingIfNeeded: self.handle.number(CURLINFO_OS_ERRNO)),
            verification: isComplete ? 0 : self.handle.number(CURLINFO_SSL_VERIFYRESULT),
            status: self.handle.number(CURLINFO_RESPONSE_CODE),
            version: self.handle.number(CURLINFO_HTTP_VERSION),
            proxyStatus: self.request.proxy == nil ? 0 : self.handle.number(CURLINFO_HTTP_CONNECTCODE),
            hasBegunTLS: self.hasBegunTLS,
            address: self.handle.text(CURLINFO_PRIMARY_IP) ?? "",
            headers: self.headers,
            body: self.body,
            isCut: self.isCut,
            redirect: self.handle.text(CURLINFO_REDIRECT_URL),
            certificates: self.request.usesTLS && self.request.tls.looksAtDays
                ? ServerCertificate.shown(to: self.handle) : [],
            timing: HTTPResponse.Timing(
                dns: self.handle.time(CURLINFO_NAMELOOKUP_TIME_T),
                connect: self.handle.time(CURLINFO_CONNECT_TIME_T),
                tls: self.handle.time(CURLINFO_APPCONNECT_TIME_T),
                firstByte: self.handle.time(CURLINFO_STARTTRANSFER_TIME_T),
                total: self.handle.time(CURLINFO_TOTAL_TIME_T)
            )
        )
    }
}

extension HTTPTransfer {
    /// Sends a request; nil if libcurl could not begin, or the task was cancelled.
    static func perform(_ request: HTTPRequest, timeout: Duration) async -> HTTPResponse? {
        await CurlEngine.shared.perform { handle, answer in
            HTTPTransfer(request, timeout: timeout, on: handle, answer)
        }
    }
}

extension Duration {
    /// At least 1: libcurl takes 0 for "no limit".
    var wholeMilliseconds: Int { max(1, Int(self.milliseconds)) }
}
