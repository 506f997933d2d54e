import Checks
import Configuration

/// Any bytes as a configuration file: a result with diagnostics, in bounded time, and never a trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    var bundle = SourceBundle(mainFile: "/fuzz/main.conf")
    bundle.files["/fuzz/main.conf"] = bytes
    // Includes find this very file, so that loops and depth limits are met as well.
    bundle.files["/fuzz/again.conf"] = bytes
    bundle.matches["/fuzz/*.conf"] = ["/fuzz/main.conf", "/fuzz/again.conf"]
    bundle.matches["/fuzz/again.conf"] = ["/fuzz/again.conf"]
    var reader = BundleReader(bundle)
    let result = ConfigurationParser.parse(reader: &reader, mainFile: bundle.mainFile, plugins: [])
    let hasError = result.diagnostics.contains { $0.severity == .error }
    guard (result.configuration == nil) == hasError else {
        fatalError("a configuration exists exactly when there is no error")
    }
    // The same bytes as tests of checks that the same bytes define.
    let tests = CheckTestParser.parse(
        reader: &reader,
        testFile: "/fuzz/main.conf",
        checkFiles: ["/fuzz/again.conf"],
        plugins: BuiltinPlugins.descriptions
    )
    for test in tests.tests {
        _ = test.definition(plugins: BuiltinPlugins.descriptions, values: ["server": "127.0.0.1:80"])
    }
    return 0
}
