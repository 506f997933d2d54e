import Foundation
import Testing

/// The rooms of the design and what each may import. SwiftPM does not enforce it on incremental builds.
@Suite("Architecture")
struct ArchitectureTests {
    static let allowed: [String: Set<String>] = [
        "VRRP": ["CCrypto"],
        "Checks": [],
        "Routing": ["VRRP"],
        "Configuration": ["VRRP", "Routing", "Checks"],
        "Failover": ["VRRP", "Routing", "Checks", "Configuration"],
        "Foresight": ["VRRP", "Routing", "Checks", "Configuration", "Failover"],
        "ConfigurationFiles": ["Configuration", "Checks", "CLinux", "Glibc"],
        "LinuxIO": ["CLinux", "VRRP", "Routing", "Glibc", "Synchronization"],
        "Agent": [
            "Failover", "Configuration", "ConfigurationFiles", "LinuxIO", "VRRP", "Routing", "Checks", "CLinux",
            "Glibc",
        ],
        "Plugins": ["Checks", "CCurl", "CLinux", "Subprocess", "SystemPackage", "Glibc", "Synchronization"],
        "Checker": [
            "Checks", "Configuration", "ConfigurationFiles", "CCurl", "CLinux", "Subprocess", "SystemPackage",
            "Logging",
            "Glibc", "Synchronization",
        ],
        "batond": ["Agent", "Glibc"],
        "baton-checker": ["Checker", "Plugins", "Glibc"],
        "baton": [
            "Checks", "Checker", "Configuration", "ConfigurationFiles", "Failover", "Foresight", "Plugins", "VRRP",
            "CLinux",
            "ArgumentParser", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
        ],
    ]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func sources(of target: String) throws -> [URL] {
        let folder = Self.root.appending(path: "Sources/\(target)")
        let enumerator = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return enumerator.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    static func imports(of file: URL) throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            // An indented line is not of this file: it stands in a text that is written elsewhere, as a template.
            guard line.first?.isWhitespace == false else { return nil }
            let words = line.split(separator: " ").drop {
                $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
            }
            guard words.first == "import", let module = words.dropFirst().first else { return nil }
            return String(module)
        }
    }

    @Test("every target imports only what its room may know", arguments: allowed.keys.sorted())
    func imports(target: String) throws {
        let allowed = try #require(Self.allowed[target])
        let files = try Self.sources(of: target)
        #expect(!files.isEmpty, "no sources: is the table out of date?")
        for file in files {
            for module in try Self.imports(of: file) {
                #expect(allowed.contains(module), "\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    @Test("every target of the package is in the table")
    func tableIsComplete() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        #expect(Set(folders).subtracting(["CLinux", "CCrypto", "CCurl"]) == Set(Self.allowed.keys))
    }

    @Test(
        "the pure rooms name no clock, no thread and no file",
        arguments: ["VRRP", "Checks", "Routing", "Configuration", "Failover", "Foresight"]
    )
    func purity(target: String) throws {
        let forbidden = ["ContinuousClock", "SuspendingClock", "DispatchQueue", "Task {", "FileManager", "print("]
        for file in try Self.sources(of: target) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for word in forbidden {
                #expect(!text.contains(word), "\(file.lastPathComponent) contains \(word)")
            }
        }
    }

    @Test(
        "the operator's process and the address's process stay free of traps",
        arguments: ["Agent", "LinuxIO", "Failover", "VRRP", "Checks", "Routing", "Configuration"]
    )
    func traps(target: String) throws {
        for file in try Self.sources(of: target) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for word in ["try!", "fatalError(", "preconditionFailure(", " as! ", "@unchecked Sendable"] {
                #expect(!text.contains(word), "\(file.lastPathComponent) contains \(word)")
            }
        }
    }

    /// `scripts/fuzz` is not part of the gates, so a room that gains a dependency would break its package unseen.
    @Test("the fuzzers' package gives every room it builds the room's own dependencies")
    func fuzzers() throws {
        let product = try Self.dependencies(in: "Package.swift")
        let fuzzers = try Self.dependencies(in: "lab/fuzz/Package.swift")
        let rooms = fuzzers.keys.filter { !$0.hasPrefix("Fuzz") }
        #expect(Set(rooms).isSuperset(of: ["VRRP", "Checks", "Routing", "Configuration", "Failover", "LinuxIO"]))
        for room in rooms {
            #expect(fuzzers[room] == product[room], "\(room) in lab/fuzz/Package.swift")
            let link = Self.root.appending(path: "lab/fuzz/Sources/\(room)").resolvingSymlinksInPath()
            #expect(link == Self.root.appending(path: "Sources/\(room)").resolvingSymlinksInPath())
        }
    }

    /// The targets of a manifest of ours with the names in their `dependencies`.
    static func dependencies(in manifest: String) throws -> [String: Set<String>] {
        let text = try String(contentsOf: Self.root.appending(path: manifest), encoding: .utf8)
        var result: [String: Set<String>] = [:]
        for match in text.matches(of: /arget\(\s*name: "([A-Za-z-]+)"(?:,\s*dependencies: \[([^\]]*)\])?/) {
            let names = (match.2 ?? "").matches(of: /"([A-Za-z]+)"/).map { String($0.1) }
            result[String(match.1)] = Set(names)
        }
        return result
    }
}
