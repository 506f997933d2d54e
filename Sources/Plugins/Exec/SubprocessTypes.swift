import Subprocess

/// Subprocess's interface names types of a package this one does not depend on. What is needed of them can be had
/// through protocols of the standard library.
enum SubprocessTypes {
    /// A file path from its text.
    static func path<Path: ExpressibleByStringLiteral>(_ text: String) -> Path where Path.StringLiteralType == String {
        Path(stringLiteral: text)
    }

    /// The error number behind a failed start; 0 if there is none.
    static func errorNumber(of error: any Error) -> Int32 {
        guard let error = error as? SubprocessError, let underlying = error.underlyingError else { return 0 }
        return self.rawValue(of: underlying)
    }

    private static func rawValue<Value: RawRepresentable>(of value: Value) -> Value.RawValue {
        value.rawValue
    }
}
