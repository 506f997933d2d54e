import CCurl

/// One of libcurl's easy handles with what its options point to; only ``CurlEngine``'s thread touches it.
///
/// A setter that fails is remembered in ``isConfigured`` instead of answered, so that a transfer is set up line by line
/// and judged once.
@safe
final class CurlHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var lists: [UnsafeMutablePointer<curl_slist>] = unsafe []
    private(set) var isConfigured = true

    /// nil when libcurl has no memory.
    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe self.errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe self.errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.attachErrorText()
    }

    deinit {
        unsafe curl_easy_cleanup(self.pointer)
        self.freeLists()
        unsafe self.errorText.deallocate()
    }

    /// What ``CurlLoop`` finds a handle by.
    var identity: UInt { UInt(bitPattern: unsafe self.pointer) }

    /// As new, but with its buffers kept: cheaper than a new one by half.
    func reset() {
        unsafe curl_easy_reset(self.pointer)
        self.freeLists()
        unsafe self.errorText.update(repeating: 0, count: Int(CURL_ERROR_SIZE))
        self.isConfigured = true
        self.attachErrorText()
    }

    func set(_ option: CURLoption, _ value: Int) {
        self.note(unsafe ccurl_set_long(self.pointer, option, value))
    }

    /// libcurl keeps a copy of the text.
    func set(_ option: CURLoption, _ value: String) {
        self.note(unsafe ccurl_set_string(self.pointer, option, value))
    }

    /// The option has no value, whatever libcurl was built to assume.
    func clear(_ option: CURLoption) {
        self.note(unsafe ccurl_set_string(self.pointer, option, nil))
    }

    /// The list lives as long as the options do.
    func set(_ option: CURLoption, _ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else {
                unsafe curl_slist_free_all(list)
                self.isConfigured = false
                return
            }
            unsafe list = longer
        }
        guard let list = unsafe list else { return }
        unsafe self.lists.append(list)
        self.note(unsafe ccurl_set_list(self.pointer, option, list))
    }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        self.note(unsafe ccurl_set_pointer(self.pointer, option, value))
    }

    /// A request body; libcurl keeps a copy.
    func setBody(_ body: [UInt8]) {
        self.note(unsafe ccurl_set_size(self.pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        var body = body.isEmpty ? [0] : body
        unsafe body.withUnsafeMutableBytes { bytes in
            unsafe self.set(CURLOPT_COPYPOSTFIELDS, pointer: bytes.baseAddress)
        }
    }

    func note(_ code: CURLcode) {
        if code != CURLE_OK { self.isConfigured = false }
    }

    /// libcurl's own words for a failure.
    func message(for code: CURLcode) -> String {
        let words = unsafe String(cString: self.errorText)
        return words.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : words
    }

    /// 0 where libcurl does not know.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe ccurl_get_long(self.pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// Since the start of the transfer; zero for a phase that was not reached.
    func time(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        return unsafe ccurl_get_time(self.pointer, info, &value) == CURLE_OK ? .microseconds(value) : .zero
    }

    func text(_ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        guard unsafe ccurl_get_string(self.pointer, info, &value) == CURLE_OK else { return nil }
        return unsafe value.map { unsafe String(cString: $0) }
    }

    /// The connection's descriptor after a transfer that only connects; nil where there is none.
    var descriptor: Int32? {
        var value: Int32 = -1
        return unsafe ccurl_get_socket(self.pointer, &value) == CURLE_OK && value >= 0 ? value : nil
    }

    private func attachErrorText() {
        unsafe self.set(CURLOPT_ERRORBUFFER, pointer: UnsafeMutableRawPointer(self.errorText))
    }

    private func freeLists() {
        unsafe self.lists.forEach { unsafe curl_slist_free_all($0) }
        unsafe self.lists = []
    }
}
