/// Why a run ended as it did: a closed, dotted list that scripts and dashboards may rely on.
public enum ReasonCode: String, Hashable, Sendable, CaseIterable {
    /// The question was asked and answered well.
    case ok = "ok"

    case processMissing = "process.missing"
    /// `/proc` could not be read.
    case processUnreadable = "process.unreadable"

    case tcpRefused = "tcp.refused"
    case tcpTimeout = "tcp.timeout"
    case tcpUnreachable = "tcp.unreachable"
    case tcpError = "tcp.error"

    case dnsFailed = "dns.failed"

    case httpStatus = "http.status"
    case httpBody = "http.body"
    case httpProtocol = "http.protocol"
    case httpTimeout = "http.timeout"

    case tlsFailed = "tls.failed"
    case tlsExpired = "tls.expired"

    case execExit = "exec.exit"
    case execSignal = "exec.signal"
    case execTimeout = "exec.timeout"
    case execNotFound = "exec.notfound"
    case execNotExecutable = "exec.noexec"
    case execUser = "exec.user"
    /// `enable_script_security`: somebody other than root may change what would run as root.
    case execUnsafe = "exec.unsafe"
    case execSpawn = "exec.spawn"

    /// The plugin did not answer by its deadline.
    case checkTimeout = "check.timeout"
    /// The plugin broke its contract.
    case checkError = "check.error"
    /// No report arrived when one was due.
    case checkOverdue = "check.overdue"
    /// No first result before `startup_timeout`.
    case checkNeverRan = "check.neverran"
    /// The checker process died and did not return within `checker_grace`.
    case checkerRestarting = "checker.restarting"
}
