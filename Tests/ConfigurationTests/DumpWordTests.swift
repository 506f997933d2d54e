import Checks
import Configuration
import Testing

@Suite("Words about the files that signals ask for")
struct DumpWordTests {
    static let paths: [(words: String, file: DumpFile, path: String)] = [
        ("", .state, "/tmp/keepalived.data"), ("", .parent, "/tmp/keepalived_parent.data"),
        ("", .statistics, "/tmp/keepalived.stats"), ("", .json, "/tmp/keepalived.json"),
        ("state_dump_file /run/k/", .state, "/run/k/keepalived.data"),
        ("state_dump_file /run/k/", .parent, "/run/k/keepalived_parent.data"),
        ("state_dump_file /run/k/all.txt", .parent, "/run/k/all_parent.txt"),
        ("state_dump_file /run/k.d/all", .parent, "/run/k.d/all_parent"),
        ("state_dump_file all.txt", .state, "/tmp/all.txt"), ("state_dump_file /all", .state, "/all"),
        ("state_dump_file /", .state, "/keepalived.data"),
        ("state_dump_file /run/k/", .statistics, "/tmp/keepalived.stats"),
        ("stats_dump_file /run/k/counts", .statistics, "/run/k/counts"),
        ("json_dump_file /run/k/", .json, "/run/k/keepalived.json"),
        ("json_file_location /run/k/", .json, "/run/k/keepalived.json"),
        ("data_use_instance", .json, "/tmp/keepalived.blue_one.json"),
        ("data_use_instance", .parent, "/tmp/keepalived_parent.blue_one.data"),
        ("data_use_instance false", .json, "/tmp/keepalived.json"),
        ("tmp_config_directory /var/tmp", .json, "/tmp/keepalived.json"),
    ]

    @Test("where each file is", arguments: paths)
    func path(words: String, file: DumpFile, path: String) throws {
        let dumps = try #require(parse("global_defs {\n \(words)\n}\n").configuration).global.dumps
        #expect(dumps.path(of: file, temporaryFolder: "/tmp", labels: ["blue", "one"]) == path)
    }

    @Test("without a name of its own an agent's files have none")
    func noLabels() throws {
        let dumps = try #require(parse("global_defs {\n data_use_instance\n}\n").configuration).global.dumps
        #expect(dumps.path(of: .json, temporaryFolder: "/tmp", labels: []) == "/tmp/keepalived.json")
    }

    @Test(
        "the schema is 1 unless another is asked for",
        arguments: [("", 1), ("json_version 1", 1), ("json_version 2", 2)]
    )
    func schema(words: String, version: Int) throws {
        let configuration = try #require(parse("global_defs {\n \(words)\n}\n").configuration)
        #expect(configuration.global.dumps.jsonVersion == version)
    }

    @Test(
        "what names no file is refused",
        arguments: [
            "state_dump_file", "state_dump_file a/b", "stats_dump_file ../x", "json_dump_file /run/..",
            "json_dump_file .", "json_version 3", "json_version x", "data_use_instance maybe",
            "state_dump_file /run/\(String(repeating: "x", count: 201))",
        ]
    )
    func errors(words: String) {
        let result = parse("global_defs {\n \(words)\n}\n")
        #expect(result.diagnostics.contains { $0.severity == .error && $0.location.line == 2 }, "\(result.diagnostics)")
    }
}
