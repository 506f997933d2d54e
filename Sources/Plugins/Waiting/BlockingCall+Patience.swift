extension BlockingCall {
    /// As ``run(_:)``, but waits for a free thread as long as the task is not cancelled; nil when it is.
    ///
    /// - Parameter isNotRun: Called where `body` will never be.
    static func runWhenFree<Value: Sendable>(
        orElse isNotRun: () -> Void = {},
        _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        while !Task.isCancelled {
            do throws(Failure) {
                return try await self.run(body)
            } catch {
                switch error {
                case .cancelled: return nil
                case .exhausted: try? await Task.sleep(for: .milliseconds(2))
                }
            }
        }
        isNotRun()
        return nil
    }
}
