import CCurl
import Checks

/// Why there is no TLS connection: libcurl's codes and OpenSSL's words as one of our reasons.
struct TLSFailure: Hashable, Sendable {
    var status: CheckStatus
    var reason: ReasonCode
    var summary: String

    /// nil for a code that has nothing to do with TLS.
    ///
    /// - Parameters:
    ///   - verification: OpenSSL's result of looking at the certificate (`X509_V_ERR_…`); 0 = fine or not reached.
    ///   - name: What the certificate should be for.
    init?(_ code: CURLcode, verification: Int, message: String, name: String, settings: TLSSettings) {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self = Self.ofVerification(verification, message: message, name: name)
        case CURLE_SSL_CERTPROBLEM:
            let files = [settings.certificate, settings.key].compactMap(\.self).joined(separator: ", ")
            self.init(.unknown, .tlsFailed, "the client certificate cannot be used (\(files)): \(message)")
        case CURLE_SSL_CACERT_BADFILE:
            let file = settings.authorities ?? "the system's certificates"
            self.init(.unknown, .tlsFailed, "ca_file cannot be used (\(file)): \(message)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            self = Self.ofHandshake(message, settings: settings)
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            // With TLS 1.3 a server refuses a client's certificate only behind the handshake.
            guard message.contains(" alert ") else { return nil }
            self = Self.ofHandshake(message, settings: settings)
        default:
            return nil
        }
    }

    private init(_ status: CheckStatus, _ reason: ReasonCode, _ summary: String) {
        self.status = status
        self.reason = reason
        self.summary = summary
    }

    private static func ofVerification(_ verification: Int, message: String, name: String) -> TLSFailure {
        switch verification {
        case 9:  // X509_V_ERR_CERT_NOT_YET_VALID
            return TLSFailure(.fail, .tlsExpired, "the server's certificate is not valid yet; compare the clocks")
        case 10:  // X509_V_ERR_CERT_HAS_EXPIRED
            return TLSFailure(.fail, .tlsExpired, "the server's certificate has expired")
        case 0 where message.contains("subject"), 62, 64:  // X509_V_ERR_HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH
            return TLSFailure(
                .fail,
                .tlsName,
                "the server's certificate is not for \(name); sni sets the name to expect (\(message))"
            )
        default:
            return TLSFailure(
                .fail,
                .tlsUntrusted,
                "the server's certificate is not trusted; ca_file names an authority of your own (\(message))"
            )
        }
    }

    private static func ofHandshake(_ message: String, settings: TLSSettings) -> TLSFailure {
        let isVersion = ["protocol version", "unsupported protocol", "version too low", "no protocols"].contains {
            message.contains($0)
        }
        if isVersion {
            let minimum = settings.minimumVersion.rawValue
            return TLSFailure(.fail, .tlsVersion, "the server does not speak TLS \(minimum) or newer (\(message))")
        }
        if message.contains("wrong version number") || message.contains("packet length too long") {
            return TLSFailure(.fail, .tlsFailed, "what answers here does not speak TLS (\(message))")
        }
        if message.contains("certificate required") || message.contains("bad certificate") {
            return TLSFailure(.fail, .tlsFailed, "the server wants another client_certificate (\(message))")
        }
        return TLSFailure(.fail, .tlsFailed, "no TLS connection: \(message)")
    }
}
