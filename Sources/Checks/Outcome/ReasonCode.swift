/// Why a run ended as it did: a closed, dotted list that scripts and dashboards may rely on.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable {
    /// The question was asked and answered well.
    case ok = "ok"

    case processMissing = "process.missing"
    /// Fewer or more processes than asked for.
    case processCount = "process.count"
    /// All that match have started too recently.
    case processYoung = "process.young"
    /// `/proc` could not be read.
    case processUnreadable = "process.unreadable"

    case tcpRefused = "tcp.refused"
    case tcpTimeout = "tcp.timeout"
    case tcpUnreachable = "tcp.unreachable"
    case tcpError = "tcp.error"

    /// The connection stands, and what came over it is not what was expected.
    case tcpAnswer = "tcp.answer"
    /// The other side closed before the conversation was over.
    case tcpClosed = "tcp.closed"

    /// A name could not be looked up.
    case dnsFailed = "dns.failed"
    /// The server's response code is not the one expected.
    case dnsCode = "dns.rcode"
    /// The records are not those expected.
    case dnsAnswer = "dns.answer"
    case dnsTimeout = "dns.timeout"
    case dnsMalformed = "dns.malformed"
    /// Nobody answers at the server's address, and the network says so.
    case dnsUnreachable = "dns.unreachable"

    case pingLoss = "ping.loss"
    case pingSlow = "ping.slow"
    case pingUnreachable = "ping.unreachable"
    /// Neither an ICMP socket nor a raw one may be opened.
    case pingPermission = "ping.permission"

    case httpStatus = "http.status"
    case httpBody = "http.body"
    case httpHeader = "http.header"
    case httpJSON = "http.json"
    /// Another HTTP version than asked for.
    case httpVersion = "http.version"
    /// More redirects than allowed, or one that leads elsewhere.
    case httpRedirect = "http.redirect"
    case httpProtocol = "http.protocol"
    case httpTimeout = "http.timeout"

    case tlsFailed = "tls.failed"
    case tlsExpired = "tls.expired"
    /// The certificate ends sooner than the days asked for.
    case tlsExpiring = "tls.expiring"
    /// The certificate is for other names.
    case tlsName = "tls.name"
    /// Nobody who is trusted has signed the certificate.
    case tlsUntrusted = "tls.untrusted"
    case tlsVersion = "tls.version"

    case proxyFailed = "proxy.failed"

    /// The service reports another state than SERVING.
    case grpcStatus = "grpc.status"
    case grpcProtocol = "grpc.protocol"

    case fileMissing = "file.missing"
    case fileOld = "file.old"
    case fileContent = "file.content"
    case fileUnreadable = "file.unreadable"
    /// It holds secrets, and others may read it.
    case fileExposed = "file.exposed"
    /// It is there and must not be.
    case filePresent = "file.present"
    /// Written too short a time ago.
    case fileYoung = "file.young"
    case fileSize = "file.size"

    case interfaceMissing = "interface.missing"
    case interfaceDown = "interface.down"
    case interfaceAddress = "interface.address"
    /// The MTU or the speed is not the one asked for.
    case interfaceSetting = "interface.setting"
    /// The kernel did not answer.
    case interfaceUnreadable = "interface.unreadable"

    case unitInactive = "unit.inactive"
    case unitMissing = "unit.missing"
    /// systemd cannot be asked.
    case unitUnreachable = "unit.unreachable"

    /// More than allowed of a disk, the memory or the processors is in use.
    case resourceUsed = "resource.used"
    /// No file system is mounted where one is expected.
    case resourceUnmounted = "resource.unmounted"
    case resourceUnreadable = "resource.unreadable"

    /// Nothing has been pushed yet.
    case pushNone = "push.none"
    /// What was pushed last is older than its time to live.
    case pushExpired = "push.expired"
    /// What was pushed says so.
    case pushed = "push.reported"

    /// Too few of the named checks are up.
    case membersDown = "members.down"
    /// It depends on checks of which nothing is known.
    case membersUnknown = "members.unknown"
    /// `not`: the named check is up.
    case memberUp = "members.up"

    case execExit = "exec.exit"
    case execSignal = "exec.signal"
    case execTimeout = "exec.timeout"
    case execNotFound = "exec.notfound"
    case execNotExecutable = "exec.noexec"
    case execUser = "exec.user"
    /// `enable_script_security`: somebody other than root may change what would run as root.
    case execUnsafe = "exec.unsafe"
    case execSpawn = "exec.spawn"
    /// The exit code is fine, the output is not what was asked for.
    case execOutput = "exec.output"
    /// The output is no result of the protocol that was asked for.
    case execMalformed = "exec.malformed"
    /// What the program said of itself as its reason.
    case execReported = "exec.reported"

    /// The process that answers is not running; it is started again after a pause.
    case streamDown = "stream.down"
    /// The process speaks another version, or said no hello.
    case streamRefused = "stream.refused"
    /// It crashed too often in too short a time.
    case streamFailed = "stream.failed"
    case streamMalformed = "stream.malformed"

    /// The plugin did not answer by its deadline.
    case checkTimeout = "check.timeout"
    /// The plugin broke its contract.
    case checkError = "check.error"
    /// A check this one requires is not up; it was not run.
    case checkBlocked = "check.blocked"
    /// No place became free before the timeout.
    case checkQueued = "check.queued"
    /// No report arrived when one was due.
    case checkOverdue = "check.overdue"
    /// No first result before `startup_timeout`.
    case checkNeverRan = "check.neverran"
    /// The checker process died and did not return within `checker_grace`.
    case checkerRestarting = "checker.restarting"
}
