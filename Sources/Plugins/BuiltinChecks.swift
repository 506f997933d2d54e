public import Checks

/// The checks baton comes with. A checker of your own adds its types to this list.
public enum BuiltinChecks {
    public static let all: [any Check.Type] = [
        ProcessCheck.self,
        HTTPCheck.self,
        TCPCheck.self,
        GRPCCheck.self,
        ShellCheck.self,
        ExecCheck.self,
        StreamCheck.self,
        DNSCheck.self,
        PingCheck.self,
        FileCheck.self,
        InterfaceCheck.self,
        SystemdCheck.self,
        ResourceCheck.self,
        PushCheck.self,
        AllOfCheck.self,
        AnyOfCheck.self,
        AtLeastCheck.self,
        NotCheck.self,
    ]

    /// The built-in check of this kind, if there is one.
    public static func type(of kind: String) -> (any Check.Type)? {
        self.all.first { $0.description.kind == kind }
    }
}
