// swift-tools-version: 6.2
import PackageDescription

let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Tests talk to the kernel through unsafe C interfaces as a matter of course.
let test: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "baton",
    products: [
        .executable(name: "batond", targets: ["batond"]),
        .executable(name: "baton-checker", targets: ["baton-checker"]),
        .executable(name: "baton", targets: ["baton"]),
        .library(name: "Checks", targets: ["Checks"]),
        .library(name: "Plugins", targets: ["Plugins"]),
        .library(name: "Checker", targets: ["Checker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // The pure rooms: values only, no I/O, no clock, no Foundation.
        .target(name: "VRRP", dependencies: ["CCrypto"], swiftSettings: common),
        .target(name: "Checks", swiftSettings: common),
        .target(name: "Routing", dependencies: ["VRRP"], swiftSettings: common),
        .target(name: "Configuration", dependencies: ["VRRP", "Routing", "Checks"], swiftSettings: common),
        .target(name: "Failover", dependencies: ["VRRP", "Routing", "Checks", "Configuration"], swiftSettings: common),
        .target(
            name: "Foresight",
            dependencies: ["VRRP", "Routing", "Checks", "Configuration", "Failover"],
            swiftSettings: common
        ),

        // The hash of libcrypto, linked into the program: the library itself would cost each process ten times more.
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary(":libcrypto.a")]),

        // The router's side of the kernel.
        .target(name: "CLinux"),
        .target(
            name: "ConfigurationFiles",
            dependencies: ["Configuration", "Checks", "CLinux"],
            swiftSettings: common
        ),
        .target(name: "LinuxIO", dependencies: ["CLinux", "VRRP", "Routing"], swiftSettings: common),
        .target(
            name: "Agent",
            dependencies: [
                "Failover", "Configuration", "ConfigurationFiles", "LinuxIO", "VRRP", "Routing", "Checks", "CLinux",
            ],
            swiftSettings: common
        ),

        // The checker's side: everything that may be slow.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "Plugins", dependencies: ["Checks", "CCurl", "CLinux", subprocess], swiftSettings: common),
        .target(
            name: "Checker",
            dependencies: ["Checks", "Configuration", "ConfigurationFiles", "CCurl", "CLinux", subprocess, logging],
            swiftSettings: common
        ),

        .executableTarget(name: "batond", dependencies: ["Agent"], swiftSettings: common),
        .executableTarget(name: "baton-checker", dependencies: ["Checker", "Plugins"], swiftSettings: common),
        .executableTarget(
            name: "baton",
            dependencies: [
                "Checks", "Checker", "Configuration", "ConfigurationFiles", "Failover", "Foresight", "Plugins", "VRRP",
                "CLinux", argumentParser,
            ],
            swiftSettings: common
        ),

        // What several of the tests below share.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: common),
        .testTarget(
            name: "VRRPTests",
            dependencies: ["VRRP", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: test
        ),
        .testTarget(name: "ChecksTests", dependencies: ["Checks", "TestSupport"], swiftSettings: test),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: ["Configuration", "VRRP", "Routing", "Checks"],
            swiftSettings: test
        ),
        .testTarget(
            name: "ConfigurationFilesTests",
            dependencies: ["ConfigurationFiles", "Configuration", "Checks"],
            swiftSettings: test
        ),
        .testTarget(
            name: "FailoverTests",
            dependencies: ["Failover", "Configuration", "VRRP", "Routing", "Checks", "TestSupport"],
            swiftSettings: test
        ),
        .testTarget(
            name: "ForesightTests",
            dependencies: ["Foresight", "Failover", "Configuration", "VRRP", "Routing", "Checks", "TestSupport"],
            swiftSettings: test
        ),
        .testTarget(name: "LinuxIOTests", dependencies: ["LinuxIO", "CLinux", "VRRP", "Routing"], swiftSettings: test),
        .testTarget(
            name: "PluginsTests",
            dependencies: ["Plugins", "Checks", "CLinux", "TestSupport"],
            swiftSettings: test
        ),
        .testTarget(
            name: "CheckerTests",
            dependencies: ["Checker", "Plugins", "Checks", "Configuration"],
            swiftSettings: test
        ),
        .testTarget(
            name: "AgentTests",
            dependencies: ["Agent", "Configuration", "Failover", "LinuxIO", "VRRP", "Routing", "Checks"],
            swiftSettings: test
        ),
        .testTarget(
            name: "BatonTests",
            dependencies: [
                "baton", "baton-checker", "Checker", "Checks", "CLinux", "Configuration", "Failover", "Foresight",
                "Plugins", "VRRP", argumentParser,
            ],
            swiftSettings: test
        ),
        .testTarget(
            name: "DocumentationTests",
            dependencies: ["Configuration", "ConfigurationFiles", "Checks", "Foresight"],
            swiftSettings: test
        ),
        .testTarget(name: "ArchitectureTests", swiftSettings: test),
    ]
)
