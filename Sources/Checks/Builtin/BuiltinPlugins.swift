/// What the built-in plugins say of themselves, without the code that runs them: validation needs no plugin code.
public enum BuiltinPlugins {
    public static let descriptions: [PluginDescription] = [
        ProcessPlugin.description,
        HTTPPlugin.description,
        TCPPlugin.description,
        GRPCPlugin.description,
        ShellPlugin.description,
        ExecPlugin.description,
        StreamPlugin.description,
        DNSPlugin.description,
        PingPlugin.description,
        FilePlugin.description,
        InterfacePlugin.description,
        SystemdPlugin.description,
        ResourcePlugin.description,
        PushPlugin.description,
        AllOfPlugin.description,
        AnyOfPlugin.description,
        AtLeastPlugin.description,
        NotPlugin.description,
    ]

    public static func description(of kind: String) -> PluginDescription? {
        self.descriptions.first { $0.kind == kind }
    }
}
