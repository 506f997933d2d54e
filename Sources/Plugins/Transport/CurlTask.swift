import CCurl

/// One use of a handle, driven by ``CurlLoop`` on its thread and nowhere else.
///
/// A task answers whoever asked for it exactly once: before ``transferEnded(_:)`` or ``connectionReady()`` says
/// ``CurlTaskStep/finished``, or in ``cancel()``.
protocol CurlTask: AnyObject {
    var handle: CurlHandle { get }

    /// libcurl has done what the options ask for.
    func transferEnded(_ code: CURLcode) -> CurlTaskStep

    /// What ``CurlTaskStep/wait(for:)`` waited for has come.
    func connectionReady() -> CurlTaskStep

    /// Nobody waits any longer than for what is known by now.
    func cancel()
}

/// How a task goes on.
enum CurlTaskStep: Hashable {
    case finished
    case wait(for: Readiness.Interest)
}
