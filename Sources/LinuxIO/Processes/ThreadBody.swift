import Glibc

/// What a thread does. The thread keeps it alive and ends by itself.
class ThreadBody {
    func run() {}

    static func start(_ body: ThreadBody) throws(SystemError) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let retained = unsafe Unmanaged.passRetained(body)
        let code = unsafe pthread_create(
            &thread,
            &attributes,
            { pointer in
                if let pointer = unsafe pointer {
                    unsafe Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run()
                }
                return nil
            },
            retained.toOpaque()
        )
        guard code == 0 else {
            unsafe retained.release()
            throw SystemError(code: code, call: "pthread_create")
        }
    }
}
