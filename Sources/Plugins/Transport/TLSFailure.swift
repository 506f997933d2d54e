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
            // libcurl compares the names by itself and then leaves OpenSSL's result at what it was.
            let isName = message.contains("subject name") || verification == 62 || verification == 64
            self =
                isName
                ? Self(
                    .fail,
                    .tlsName,
                    "the server's certificate is not for \(name); sni sets the name to expect (\(message))"
                )
                : Self.ofVerification(verification, message: message)
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

    /// What stands behind the last of `OpenSSL/3.0.19: error:0A00042E:SSL routines::tlsv1 alert protocol version`.
    private static func essence(of message: String) -> String {
        let words = Array(message.utf8)
        guard let mark = words.firstRange(of: Array("routines::".utf8)) else { return message }
        return String(decoding: words[mark.upperBound...], as: UTF8.self)
    }

    private static func ofVerification(_ verification: Int, message: String) -> TLSFailure {
        switch verification {
        case 9:  // X509_V_ERR_CERT_NOT_YET_VALID
            return TLSFailure(.fail, .tlsExpired, "the server's certificate is not valid yet; compare the clocks")
        case 10:  // X509_V_ERR_CERT_HAS_EXPIRED
            return TLSFailure(.fail, .tlsExpired, "the server's certificate has expired")
        default:
            return TLSFailure(
                .fail,
                .tlsUntrusted,
                "the server's certificate is not trusted; ca_file names an authority of your own (\(message))"
            )
        }
    }

    private static func ofHandshake(_ text: String, settings: TLSSettings) -> TLSFailure {
        let message = Self.essence(of: text)
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
            let wish =
                settings.certificate == nil
                ? "the server wants a client_certificate" : "the server refuses the client_certificate"
            return TLSFailure(.fail, .tlsFailed, "\(wish) (\(message))")
        }
        return TLSFailure(.fail, .tlsFailed, "no TLS connection: \(message)")
    }
}
