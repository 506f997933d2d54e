/// Cancels work at its deadline and waits for its end.
enum Deadline {
    /// The result of `body`, and whether it was cancelled because `timeout` had passed.
    static func run<Value: Sendable>(
        within timeout: Duration,
        _ body: @escaping @Sendable () async -> Value
    ) async -> (value: Value?, expired: Bool) {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return nil
            }
            var value: Value?
            var expired = false
            while let result = await group.next() {
                if let result {
                    value = result
                } else if value == nil {
                    expired = true
                }
                group.cancelAll()
            }
            return (value, expired)
        }
    }
}
