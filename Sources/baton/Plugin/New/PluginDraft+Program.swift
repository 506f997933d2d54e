extension PluginDraft {
    /// A program, its definition, its tests and what to do with them.
    func program(_ language: PluginLanguage, _ tier: PluginTier) -> [File] {
        let isShell = language == .sh
        let file = "\(self.name).\(isShell ? "sh" : "py")"
        let template = isShell ? Self.shellProgram : tier == .stream ? Self.pythonStream : Self.pythonProgram
        let words = [
            "@FILE@": file,
            "@PROTOCOL@": isShell ? "nagios" : "json",
            "@REASON@": isShell ? "exec.exit" : "exec.reported",
        ]
        return [
            File(path: file, text: self.filled(template, words), isExecutable: true),
            File(
                path: "\(self.name).conf",
                text: self.filled(tier == .stream ? Self.streamDefinition : Self.execDefinition, words)
            ),
            File(
                path: "\(self.name).test.conf",
                text: self.filled(tier == .stream ? Self.streamTests : Self.execTests, words)
            ),
            File(path: "README.md", text: self.filled(Self.programReadme, words)),
        ]
    }

    private static let execDefinition = """
        # @NAME@: no more than so many files wait in a folder.
        check @KIND@ {
            exec @FOLDER@/@FILE@ /var/spool --warn 10 --fail 100 {
                protocol @PROTOCOL@
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

    private static let execTests = """
        # Run with: baton check test @FOLDER@
        test @KIND@_counts {
            check @KIND@ {
                exec <here>/@FILE@ <folder> --warn 1 --fail 2 {
                    # While it is being written, a plugin may lie in a folder that is not root's.
                    unsafe_path on
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
            expect fail reason @REASON@ health up
            expect fail reason @REASON@ health down
        }

        test @KIND@_cannot_know {
            check @KIND@ {
                exec <here>/@FILE@ <folder>/none {
                    unsafe_path on
                }
            }
            expect unknown
        }
        """

    private static let streamDefinition = """
        # @NAME@: no more than so many files wait in a folder. Checks with the same program share one process.
        check @KIND@ {
            stream @FOLDER@/@FILE@ {
                option folder /var/spool
                option warn 10
                option fail 100
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

    private static let streamTests = """
        # Run with: baton check test @FOLDER@
        test @KIND@_counts {
            check @KIND@ {
                stream <here>/@FILE@ {
                    option folder <folder>
                    option warn 1
                    option fail 2
                    # While it is being written, a plugin may lie in a folder that is not root's.
                    unsafe_path on
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
            expect fail reason exec.reported health up
            expect fail reason exec.reported health down
        }

        test @KIND@_cannot_know {
            check @KIND@ {
                stream <here>/@FILE@ {
                    option folder <folder>/none
                    unsafe_path on
                }
            }
            expect unknown
        }
        """

    private static let programReadme = """
        # @NAME@

        No more than so many files wait in a folder. Change `measure` in `@FILE@`, and the words around it.

            baton plugin test @FILE@          # does it keep the contract of plugins?
            baton check test .                # does the check do what its tests say?
            baton check run ./@NAME@.conf     # what does it say here and now?

        To deploy it, let root own the program and every folder above it, put its path into `@NAME@.conf`, and that file
        into the agent's `checks_dir`.
        """
}
