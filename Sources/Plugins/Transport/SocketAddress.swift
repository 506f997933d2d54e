import Glibc

/// An address of the socket layer, as `getaddrinfo` gives it.
struct SocketAddress: Hashable, Sendable {
    var family: Int32
    /// The `sockaddr` of that family.
    var bytes: [UInt8]
    /// Numeric, as in `127.0.0.1:80` or `[::1]:80`.
    var text: String
}

extension SocketAddress {
    enum Kind: Sendable {
        /// Never asks a name service, so never blocks.
        case numeric
        /// May block for as long as the name services like.
        case name
    }

    /// Why a name has no address: `getaddrinfo`'s words.
    struct LookupFailure: Error, Hashable {
        var message: String
    }

    /// The addresses of a host in the order they are to be tried.
    static func lookUp(
        _ host: String,
        port: UInt16,
        _ kind: Kind,
        family: AddressFamily = .any
    ) -> Result<[SocketAddress], LookupFailure> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = family.number
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags =
            switch kind {
            case .numeric: AI_NUMERICHOST | AI_NUMERICSERV
            case .name: AI_NUMERICSERV
            }
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = unsafe getaddrinfo(host, "\(port)", &hints, &list)
        guard failure == 0 else {
            let words =
                unsafe failure == EAI_SYSTEM ? strerror(errno) : UnsafeMutablePointer(mutating: gai_strerror(failure))
            return .failure(
                LookupFailure(message: unsafe words.map { unsafe String(cString: $0) } ?? "no reason given")
            )
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe entry.pointee.ai_addr {
                let length = unsafe Int(entry.pointee.ai_addrlen)
                let bytes = unsafe Array(UnsafeRawBufferPointer(start: address, count: length))
                let text = unsafe Self.text(of: address, length: entry.pointee.ai_addrlen)
                unsafe addresses.append(
                    SocketAddress(family: entry.pointee.ai_family, bytes: bytes, text: Self.joined(text, port))
                )
            }
            unsafe next = entry.pointee.ai_next
        }
        return .success(addresses)
    }

    /// Calls `body` with the address as a C pointer.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var storage = sockaddr_storage()
        return unsafe withUnsafeMutableBytes(of: &storage) { raw in
            unsafe raw.copyBytes(from: self.bytes.prefix(raw.count))
            let pointer = unsafe raw.assumingMemoryBound(to: sockaddr.self).baseAddress
            return unsafe body(UnsafePointer(pointer.unsafelyUnwrapped), socklen_t(min(self.bytes.count, raw.count)))
        }
    }

    private static func text(of address: UnsafePointer<sockaddr>, length: socklen_t) -> String {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failure = unsafe getnameinfo(
            address,
            length,
            &buffer,
            socklen_t(buffer.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        guard failure == 0 else { return "?" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func joined(_ host: String, _ port: UInt16) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
