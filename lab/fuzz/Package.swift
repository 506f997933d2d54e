// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that libFuzzer never enters the product's build. The rooms under test are links to the
// product's sources. Built with `--sanitize fuzzer --sanitize address` and run by scripts/fuzz.

let room: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // `--sanitize fuzzer` on the command line links the fuzzer; the coverage that guides it is asked for here.
    .unsafeFlags(["-sanitize=fuzzer,address"]),
]
let target = room + [.unsafeFlags(["-parse-as-library"])]

let package = Package(
    name: "baton",
    targets: [
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary(":libcrypto.a")]),
        .target(name: "VRRP", dependencies: ["CCrypto"], swiftSettings: room),
        .target(name: "Checks", swiftSettings: room),
        .target(name: "Routing", dependencies: ["VRRP"], swiftSettings: room),
        .target(name: "Configuration", dependencies: ["VRRP", "Routing", "Checks"], swiftSettings: room),
        .target(name: "Failover", dependencies: ["VRRP", "Routing", "Checks", "Configuration"], swiftSettings: room),
        .target(name: "CLinux"),
        .target(name: "LinuxIO", dependencies: ["CLinux", "VRRP", "Routing"], swiftSettings: room),
        .executableTarget(
            name: "FuzzAdvertisement",
            dependencies: ["VRRP"],
            swiftSettings: target
        ),
        .executableTarget(
            name: "FuzzConfiguration",
            dependencies: ["Configuration", "Checks"],
            swiftSettings: target
        ),
        .executableTarget(
            name: "FuzzMessages",
            dependencies: ["Failover", "Configuration", "Checks"],
            swiftSettings: target
        ),
        .executableTarget(name: "FuzzNetlink", dependencies: ["LinuxIO"], swiftSettings: target),
        // The parsers under test are links to single files, so that the rest of their rooms need not be built.
        .executableTarget(
            name: "FuzzProcesses",
            dependencies: ["Failover", "Configuration", "Checks"],
            swiftSettings: target
        ),
        .executableTarget(
            name: "FuzzRecordings",
            dependencies: ["Failover", "Configuration", "Checks", "VRRP"],
            swiftSettings: target
        ),
        .executableTarget(name: "FuzzServices", dependencies: ["Checks"], swiftSettings: target),
        .executableTarget(
            name: "FuzzTexts",
            dependencies: ["Checks"],
            swiftSettings: target
        ),
    ]
)
