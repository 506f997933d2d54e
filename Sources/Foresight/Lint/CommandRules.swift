import Checks
import Configuration

/// W14, W15, W24, W25, W26: what a check runs, as far as its command line says it. Programs are not opened.
enum CommandRules {
    static func findings(of check: CheckDefinition, _ node: LintedNode) -> [Finding] {
        var findings: [Finding] = []
        if case .trackProcess = check.origin, let finding = self.inNamespace(check, node) { findings.append(finding) }
        guard let shell = ShellText(check) else { return findings }
        if let (message, fix) = self.printed(shell, check) {
            findings.append(
                self.finding(
                    .printedResult,
                    .error,
                    check,
                    node,
                    message,
                    counterexample: "the service is dead: the script ends with 0, and the check is up",
                    fix: fix
                )
            )
        }
        if let (message, fix) = self.unfit(check) {
            findings.append(
                self.finding(
                    .unfitProgram,
                    .error,
                    check,
                    node,
                    message,
                    counterexample:
                        "keepalived drops such a script and the instance is master; here it is unknown, and "
                        + "on_unknown decides",
                    fix: fix
                )
            )
        }
        if let command = shell.commands.first(where: self.hasSideEffect) {
            findings.append(
                self.finding(
                    .sideEffect,
                    .warning,
                    check,
                    node,
                    "'\(check.name)' runs \(command.joined(separator: " ")): a check that changes things runs again "
                        + "every "
                        + "\(TimingRules.text(check.schedule.interval)) s, on the standby as well",
                    counterexample:
                        "the service is down on both nodes: both restart or change it in turn, and the result "
                        + "says nothing of why",
                    fix: "let the check only look; what is to be done belongs in the service manager or a notify script"
                )
            )
        }
        if let finding = self.lookup(shell, check, node) { findings.append(finding) }
        return findings
    }

    private static func finding(
        _ rule: LintRule,
        _ severity: Diagnostic.Severity,
        _ check: CheckDefinition,
        _ node: LintedNode,
        _ message: String,
        counterexample: String,
        fix: String
    ) -> Finding {
        var word = "script"
        if case .check = check.origin { word = check.kind }
        return Finding(
            .rule(rule),
            severity,
            at: node.location(of: word, of: check),
            node: node.node.name,
            check: check.name,
            message,
            counterexample: counterexample,
            fix: fix
        )
    }

    /// W14: the last thing that is run prints a number.
    private static func printed(_ shell: ShellText, _ check: CheckDefinition) -> (String, String)? {
        guard !shell.endsWithCondition, !shell.endsEarly, let last = shell.commands.last, let program = last.first,
            last.count > 1,
            ["echo", "printf", "print"].contains(ShellText.name(program)), let value = last.last,
            value == "$?" || Int(value.replacing("\\n", with: "")) != nil, !self.readsOutput(check)
        else { return nil }
        return (
            "'\(check.name)' ends with \(last.joined(separator: " ")): what it prints is not looked at, and printing "
                + "succeeds, so the check passes whatever it has found",
            "write exit \(value == "$?" ? "$?" : value.replacing("\\n", with: "")) in its place"
        )
    }

    /// Whether what the program prints counts.
    private static func readsOutput(_ check: CheckDefinition) -> Bool {
        if check.options.string(ExecPlugin.Option.protocol) == ExecPlugin.ExitProtocol.json.rawValue { return true }
        let words = [
            ExecPlugin.Option.expectOutput, ExecPlugin.Option.refuseOutput, ExecPlugin.Option.warnOutput,
            ExecPlugin.Option.threshold,
        ]
        return check.kind == StreamPlugin.kind
            || words.contains { word in
                check.options.values[word] != nil || check.options.entries.contains { $0.name == word }
            }
    }

    /// W15: what is started by no shell and could only be run by one, or depends on a folder nobody chose.
    private static func unfit(_ check: CheckDefinition) -> (String, String)? {
        guard check.kind == ExecPlugin.kind || check.kind == StreamPlugin.kind,
            let program = check.options.arguments.first
        else { return nil }
        let shellFix = "write the whole path, or /bin/sh -c '…' if a shell is meant"
        if program.contains(where: { "$`~*?|;&<>".contains($0) }) {
            return ("'\(check.name)' would run a program named '\(program)': no shell reads this line", shellFix)
        }
        if self.builtins.contains(program) {
            return (
                "'\(check.name)' would run '\(program)', which only a shell knows: there is no such program", shellFix
            )
        }
        if let equals = program.firstIndex(of: "="), !program[..<equals].contains("/") {
            return ("'\(check.name)' begins with the variable '\(program)', which is taken for the program", shellFix)
        }
        if program.hasSuffix("/") {
            return ("'\(check.name)' would run '\(program)', which is a folder", "write the path of the program")
        }
        if program.contains("/"), !program.hasPrefix("/") {
            return (
                "'\(check.name)' would run '\(program)', a path that is taken from the folder the agent runs in",
                "write the whole path, from the root"
            )
        }
        return nil
    }

    private static let builtins: Set<String> = [
        "[[", "if", "for", "while", "until", "case", "source", ".", "exit", "return", "set", "export", "cd", "function",
        "{", "(", "!", "eval", "trap",
    ]

    /// W24.
    private static func hasSideEffect(_ command: [String]) -> Bool {
        guard let program = command.first.map(ShellText.name) else { return false }
        let arguments = command.dropFirst()
        let has = { (words: Set<String>) in arguments.contains { words.contains($0) } }
        switch program {
        case "systemctl", "service", "rc-service", "supervisorctl", "docker", "podman", "crm", "pcs", "monit":
            return has([
                "restart", "start", "stop", "reload", "kill", "try-restart", "reload-or-restart", "rm", "disable",
            ])
        case "killall", "pkill", "kill", "skill":
            let asks = arguments.contains { ["-0", "-l", "-s0"].contains($0) } || arguments.prefix(2) == ["-s", "0"]
            return !asks && !arguments.isEmpty
        case "reboot", "shutdown", "halt", "poweroff", "rm", "mv", "truncate": return true
        // Without arguments both only tell.
        case "mount": return !ShellText.operands(of: command, letters: "tO").isEmpty || has(["-a", "--all"])
        case "umount": return !arguments.allSatisfy { $0.hasPrefix("-") } || has(["-a", "--all"])
        case "ip", "nmcli": return has(["add", "del", "delete", "replace", "flush", "change", "set"])
        case "ifconfig": return has(["add", "del", "up", "down"])
        case "iptables", "ip6tables": return has(["-A", "-I", "-D", "-F", "-R"])
        case "nft", "ipset": return has(["add", "delete", "flush", "insert", "del"])
        default: return program.hasPrefix("/etc/init.d/") && has(["restart", "start", "stop"])
        }
    }

    /// Options of `pgrep` that take the next word.
    private static let pgrepWords: Set<String> = [
        "--cgroup", "--delimiter", "--euid", "--group", "--ns", "--nslist", "--older", "--parent", "--pgroup",
        "--pidfile", "--runstates", "--session", "--signal", "--terminal", "--uid",
    ]

    /// W25: what `killall -0` and `pgrep` do not find.
    private static func lookup(_ shell: ShellText, _ check: CheckDefinition, _ node: LintedNode) -> Finding? {
        for command in shell.commands {
            guard let program = command.first.map(ShellText.name), command.count > 1 else { continue }
            let arguments = command.dropFirst()
            switch program {
            case "pgrep", "pkill":
                let looksAtLine = arguments.contains {
                    $0 == "--full" || ($0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("f"))
                }
                guard !looksAtLine,
                    let name = ShellText.operands(
                        of: command,
                        letters: "dFgGPrstuU",
                        words: self.pgrepWords
                    ).last, name.utf8.count > 15,
                    name.utf8.allSatisfy({ $0 == 45 || $0 == 95 || (48...57).contains($0) || $0 | 32 >= 97 })
                else { continue }
                return self.finding(
                    .processLookup,
                    .error,
                    check,
                    node,
                    "\(program) compares '\(name)', \(name.utf8.count) bytes, with names that the kernel cuts at 15: "
                        + "it "
                        + "finds nothing, and the check never passes",
                    counterexample: "the service runs under the name '\(name.prefix(15))': the check is down",
                    fix: "write check \(check.name) { process \(name) }, or pidof \(name)"
                )
            case "killall":
                guard arguments.contains("-0"), let user = check.user?.user, user != "root", user != "0" else {
                    continue
                }
                return self.finding(
                    .processLookup,
                    .warning,
                    check,
                    node,
                    "killall -0 asks for the right to signal the process, and '\(check.name)' runs as \(user): a "
                        + "process "
                        + "of another user is not counted",
                    counterexample:
                        "the service runs as root or as a user of its own: killall fails, and the check is down",
                    fix: "write pidof NAME, which needs no right and no fork here"
                )
            default: continue
            }
        }
        return nil
    }

    /// W26.
    private static func inNamespace(_ check: CheckDefinition, _ node: LintedNode) -> Finding? {
        guard let namespace = node.node.configuration.global.links.networkNamespace else { return nil }
        return Finding(
            .rule(.processEvents),
            .notice,
            at: check.location,
            node: node.node.name,
            check: check.name,
            "vrrp_track_process '\(check.writtenName)' in net_namespace \(namespace): the kernel tells of processes "
                + "in the "
                + "first network namespace only, so keepalived learns nothing here; baton watches the processes "
                + "themselves",
            counterexample: "the same file under keepalived: the process dies, and the priority stays",
            fix: "nothing for baton; for keepalived use a vrrp_script with pidof"
        )
    }
}
