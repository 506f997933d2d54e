import Foundation
import Testing

/// `baton plan weights` as it is run: patches that say what was proved, and that apply.
@Suite("Plans on the command line")
struct PlanCommandTests {
    private static func node(_ priority: Int, weight: String, before: String = "", after: String = "") -> String {
        """
        \(before)
        check web {
            http http://127.0.0.1/health
            interval 2
            timeout 1
            fall 2
            \(weight)
            tracked_by all
        }
        vrrp_instance VI_1 {
            version 3
            interface eth0
            virtual_router_id 51
            priority \(priority)
            virtual_ipaddress {
                192.0.2.1/24
            }
        }
        \(after)

        """
    }

    /// Nodes a and b in a folder of this name.
    private static func cluster(_ first: String, _ second: String, in name: String = "cluster") throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/\(name)",
            withIntermediateDirectories: true
        )
        try folder.write("\(name)/a.conf", first)
        try folder.write("\(name)/b.conf", second)
        return folder
    }

    private static func plan(_ cluster: String, in folder: TemporaryFolder, _ more: String...) throws -> Program.Result
    {
        try Program.baton(["plan", "weights", "--cluster", cluster] + more, in: folder.path)
    }

    /// Where it is missing a developer's run leaves these tests out; under CI they run, and fail.
    private static var hasPatch: Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/patch")
            || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// Prints the patch into a file, as bytes, and applies it.
    private static func patch(_ cluster: String, in folder: TemporaryFolder) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "\"$0\" plan weights --cluster \"$1\" > plan && patch -s -p1 < plan", Program.path("baton"), cluster,
        ]
        process.currentDirectoryURL = URL(filePath: folder.path)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(
        "nodes with and without reverse keep their words, and a second plan has nothing to change",
        .enabled(if: hasPatch)
    )
    func reverse() throws {
        let folder = try Self.cluster(Self.node(150, weight: "weight 10 reverse"), Self.node(100, weight: "weight -10"))
        #expect(try Self.patch("cluster", in: folder) == 0)
        #expect(try folder.read("cluster/a.conf").contains("weight 55 reverse\n"))
        #expect(try folder.read("cluster/b.conf").contains("weight -55\n"))
        #expect(try Program.baton(["simulate", "--cluster", "cluster", "--prove"], in: folder.path).code == 0)
        #expect(try Self.plan("cluster", in: folder).lines.last == "nothing to change")
    }

    @Test("a patch that would not say what was planned is refused")
    func readAgain() throws {
        // The definition holds the number and the word, and what stands in its place would be the number alone.
        let folder = try Self.cluster(
            Self.node(150, weight: "weight $W", before: "$W=10 reverse"),
            Self.node(100, weight: "weight -10")
        )
        let result = try Self.plan("cluster", in: folder)
        #expect(result.code == 4)
        #expect(result.output == "")
        #expect(
            result.errors.contains(
                "the patch would not make what was planned: the weight of web in VI_1 is 55, not 55 reverse"
            )
        )
    }

    @Test("a folder with a space, a linked file and a line that is not UTF-8 are patched", .enabled(if: hasPatch))
    func names() throws {
        let folder = try Self.cluster("", Self.node(100, weight: "weight -10"), in: "the cluster")
        try FileManager.default.removeItem(atPath: "\(folder.path)/the cluster/a.conf")
        let parts = Self.node(150, weight: "weight -10 # caf?").split(separator: "?").map { Data($0.utf8) }
        let before = parts[0] + [0xE9] + parts[1]
        try before.write(to: URL(filePath: "\(folder.path)/the cluster/first.text"))
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/the cluster/a.conf",
            withDestinationPath: "first.text"
        )
        let json = try Self.plan("the cluster", in: folder, "--format", "json")
        #expect(json.code == 4)
        #expect(json.errors.contains("--format text"))
        #expect(try Self.patch("the cluster", in: folder) == 0)
        let after = try Data(contentsOf: URL(filePath: "\(folder.path)/the cluster/first.text"))
        #expect(after.count { $0 == 0xE9 } == 1)
        #expect(String(decoding: after, as: UTF8.self).contains("weight -55 # caf"))
        #expect(try Self.plan("the cluster", in: folder).lines.last == "nothing to change")
    }

    @Test("files that patch would not change are refused, with what to do instead")
    func outside() throws {
        let folder = try Self.cluster(Self.node(150, weight: "weight -10"), Self.node(100, weight: "weight -10"))
        try FileManager.default.createDirectory(atPath: "\(folder.path)/other", withIntermediateDirectories: true)
        let above = try Program.baton(["plan", "weights", "--cluster", "../cluster"], in: "\(folder.path)/other")
        #expect(above.code == 4)
        #expect(above.errors.contains("patch changes nothing outside the folder it is run in"))
        let absolute = try Program.baton(["plan", "weights", "--cluster", "\(folder.path)/cluster"], in: "/")
        #expect(absolute.code == 0)

        let shared = try folder.write("shared.text", "weight -10\n")
        for (name, priority) in [("a", 150), ("b", 100)] {
            try folder.write("cluster/\(name).conf", Self.node(priority, weight: "include \(shared)"))
        }
        let included = try Self.plan("cluster", in: folder)
        #expect(included.code == 4)
        #expect(included.errors.contains("which is not in cluster"))
    }

    @Test("a sync group in disorder and a cluster of nothing are no plans")
    func refused() throws {
        func member(_ priority: Int) -> String {
            """
            vrrp_instance VI_2 {
                version 3
                interface eth1
                virtual_router_id 52
                priority \(priority)
                virtual_ipaddress {
                    198.51.100.1/24
                }
            }
            vrrp_sync_group G {
                group {
                    VI_1
                    VI_2
                }
            }
            """
        }
        let folder = try Self.cluster(
            Self.node(150, weight: "weight 0", after: member(100)),
            Self.node(100, weight: "weight 0", after: member(150))
        )
        let result = try Self.plan("cluster", in: folder)
        #expect(result.code == 1)
        #expect(!result.output.contains("proved"))
        #expect(result.errors.contains("--prefer VI_1=a,b --prefer VI_2=a,b"))
        #expect(try Self.plan("cluster", in: folder, "--prefer", "VI_1=a,b", "--prefer", "VI_2=a,b").code == 0)

        let empty = try Self.cluster("global_defs {\n}\n", "global_defs {\n}\n")
        let nothing = try Self.plan("cluster", in: empty)
        #expect(nothing.code == 1)
        #expect(nothing.output == "")
        #expect(nothing.errors.contains("there is no virtual router"))
    }

    @Test("a check of the cluster's own address is left to be said, and the plan is not called proved without it")
    func remains() throws {
        let nodes = [150, 100].map { priority in
            Self.node(priority, weight: "weight -60").replacingOccurrences(
                of: "http://127.0.0.1",
                with: "http://192.0.2.1"
            )
        }
        let folder = try Self.cluster(nodes[0], nodes[1])
        let result = try Self.plan("cluster", in: folder)
        #expect(result.code == 0)
        #expect(result.lines.contains("proved but for what remains: every failover wins by 5 or more"))
        #expect(result.lines.contains { $0.hasPrefix("remains: P8 error of VI_1") })
    }

    @Test("severities that were guessed are printed as options, those that were stated are not")
    func guesses() throws {
        let folder = try Self.cluster(Self.node(150, weight: "weight -10"), Self.node(100, weight: "weight -10"))
        let guessed = try Self.plan("cluster", in: folder)
        #expect(guessed.lines.contains { $0.hasSuffix(": --severity web=major") })
        let stated = try Self.plan("cluster", in: folder, "--severity", "web=major")
        #expect(stated.code == 0)
        #expect(!stated.output.contains("--severity"))
    }
}
