extension PluginDraft {
    /// A package whose program is a checker with one more plugin.
    ///
    /// - Parameter baton: The package that the plugin is built with: a folder, or a URL.
    func swiftPackage(baton: String) -> [File] {
        let isFolder = baton.hasPrefix("/")
        let words = [
            "@DEPENDENCY@": isFolder
                ? ".package(name: \"baton\", path: \"\(baton)\")" : ".package(url: \"\(baton)\", branch: \"main\")",
            // A package is called what its URL ends in.
            "@PACKAGE@": isFolder ? "baton" : Self.identity(ofURL: baton),
        ]
        return [
            File(path: "Package.swift", text: self.filled(Self.manifest, words)),
            File(path: "Sources/\(self.name)-checker/Main.swift", text: self.filled(Self.main)),
            File(path: "Sources/\(self.name)-checker/\(self.type).swift", text: self.filled(Self.check)),
            File(path: "\(self.name).conf", text: self.filled(Self.swiftDefinition)),
            File(path: "\(self.name).test.conf", text: self.filled(Self.swiftTests)),
            File(path: "README.md", text: self.filled(Self.swiftReadme)),
            File(path: ".gitignore", text: ".build/\n"),
        ]
    }

    private static func identity(ofURL url: String) -> String {
        let last = url.split(separator: "/").last.map(String.init) ?? url
        return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    }

    private static let manifest = """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "@NAME@",
            dependencies: [
                @DEPENDENCY@
            ],
            targets: [
                .executableTarget(
                    name: "@NAME@-checker",
                    dependencies: [
                        .product(name: "Checks", package: "@PACKAGE@"),
                        .product(name: "Plugins", package: "@PACKAGE@"),
                        .product(name: "Checker", package: "@PACKAGE@"),
                    ]
                )
            ]
        )
        """

    private static let main = """
        import Checker
        import Plugins

        /// The agent's checker with one more plugin.
        @main
        struct Main {
            static func main() async {
                await Checker.main(plugins: BuiltinChecks.all + [@TYPE@.self])
            }
        }
        """

    private static let check = """
        import Checks
        import Glibc

        /// `@KIND@ FOLDER`: no more than so many files wait in a folder.
        struct @TYPE@: Check {
            static let description = PluginDescription(
                kind: "@KIND@",
                summary: "No more than so many files wait in a folder.",
                argument: .init(name: "FOLDER", documentation: "The folder; folders in it count as files.", type: .path),
                options: [
                    OptionDescription(
                        name: "warn",
                        type: .integer(0...1_000_000),
                        defaultValue: "10",
                        documentation: "More files than this warn."
                    ),
                    OptionDescription(
                        name: "fail",
                        type: .integer(0...1_000_000),
                        defaultValue: "100",
                        documentation: "More files than this fail."
                    ),
                ],
                reasons: [.fileContent, .fileUnreadable],
                measurements: [MeasurementDescription(name: "files", unit: "", documentation: "Files that wait.")]
            )

            private let folder: String
            private let warn: Int
            private let fail: Int

            init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
                self.folder = definition.options.arguments.first ?? "/"
                self.warn = definition.options.integer("warn") ?? 10
                self.fail = definition.options.integer("fail") ?? 100
            }

            /// Looks once. What might wait for long belongs into a program (`exec`), or must watch for its cancellation.
            @concurrent func run(timeout: Duration) async -> CheckOutcome {
                guard let count = Self.files(in: self.folder) else {
                    return CheckOutcome(.unknown, .fileUnreadable, "cannot look into \\(self.folder)")
                }
                let status: CheckStatus = count > self.fail ? .fail : count > self.warn ? .warn : .pass
                let limit = status == .fail ? self.fail : self.warn
                return CheckOutcome(
                    status,
                    status == .pass ? .ok : .fileContent,
                    "\\(count) files in \\(self.folder)" + (status == .pass ? "" : ", expected at most \\(limit)"),
                    measurements: [CheckOutcome.Measurement(name: "files", value: Double(count), unit: "")],
                    assertions: [
                        CheckOutcome.Assertion("files", expected: "at most \\(limit)", got: "\\(count)", status)
                    ]
                )
            }

            /// nil where the folder cannot be read.
            private static func files(in folder: String) -> Int? {
                guard let directory = opendir(folder) else { return nil }
                defer { closedir(directory) }
                var count = 0
                while readdir(directory) != nil { count += 1 }
                // "." and ".." are in every folder.
                return max(0, count - 2)
            }
        }
        """

    private static let swiftDefinition = """
        # @NAME@: no more than so many files wait in a folder.
        check @KIND@ {
            @KIND@ /var/spool {
                warn 10
                fail 100
            }
            interval 10
            timeout  2
            fall     2
            weight   -20
            # It runs, and what it would do is told; it moves nothing. Remove this line when you trust it.
            mode     observe
            # tracked_by VI_1
        }
        """

    private static let swiftTests = """
        # Run with: baton check test . --checker .build/release/@NAME@-checker
        test @KIND@_counts {
            check @KIND@ {
                @KIND@ <folder> {
                    warn 1
                    fail 2
                }
            }
            fixture file one
            fixture file two
            fixture file three
            stop two
            stop three
            expect pass health up
            start two
            expect warn health up
            start three
            expect fail reason file.content health up
            expect fail reason file.content health down
        }

        test @KIND@_cannot_know {
            check @KIND@ {
                @KIND@ <folder>/none
            }
            expect unknown reason file.unreadable
        }
        """

    private static let swiftReadme = """
        # @NAME@

        No more than so many files wait in a folder. Change `@TYPE@`, and the words around it.

            swift build -c release            # the agent's checker, with one more plugin
            baton check test . --checker .build/release/@NAME@-checker
            baton check run ./@NAME@.conf --checker .build/release/@NAME@-checker

        To deploy it, install `.build/release/@NAME@-checker` beside the agent and name it in `global_defs`:

            checker /usr/sbin/@NAME@-checker
        """
}
