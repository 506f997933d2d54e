import ArgumentParser
import Configuration
import Failover
import FoundationEssentials
import Glibc

/// What every command that orders something has: the socket, the form of the answer, and whether to ask first.
struct OrderOptions: ParsableArguments {
    @Flag(name: [.long, .customShort("y")], help: "Do it without asking.")
    var yes = false

    @Option(help: "text or json.")
    var format = ListFormat.text

    @Option(help: ArgumentHelp("The agent's control_socket.", valueName: "PATH"))
    var socket = GlobalConfiguration.defaultControlSocket

    /// Of a command that asks nothing.
    static func silent(socket: String) -> OrderOptions {
        var options = OrderOptions()
        options.yes = true
        options.format = .text
        options.socket = socket
        return options
    }

    func status() throws -> StatusDocument {
        try AgentConnection.ask("status", at: self.socket, for: StatusDocument.self)
    }

    /// Longer than the disk takes to keep what is ordered, in seconds.
    private static let patience = 30

    /// Of an order for whose reason nobody was asked.
    static let noReason = "no reason given"

    /// Gives an order and waits until it is obeyed, and what follows from it at once is kept.
    ///
    /// - Throws: 64 where it is too long, or the agent refuses, after the reason.
    @discardableResult
    func give(_ order: OperatorOrder) throws -> OrderDocument.Done {
        let line = "order " + order.text
        guard line.utf8.count < OperatorOrder.lineLimit else {
            StandardError.print(
                "baton: an order of \(line.utf8.count) bytes is too long, as the agent takes less than "
                    + "\(OperatorOrder.lineLimit); name fewer instances, or none for the whole node"
            )
            throw ExitCode(EX_USAGE)
        }
        let answer = try AgentConnection.ask(
            line,
            at: self.socket,
            for: OrderDocument.self,
            patience: Self.patience
        )
        switch answer {
        case .refused(let reason):
            StandardError.print("baton: \(reason)")
            throw ExitCode(EX_USAGE)
        case .done(let done): return done
        }
    }

    /// Waits until it is known whether what is in maintenance would survive a restart.
    ///
    /// - Returns: Why it would not.
    func failureToKeep() throws -> String? {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(Self.patience))
        while true {
            let maintenance = try self.status().maintenance
            if maintenance?.kept ?? true { return maintenance?.failure }
            guard clock.now < end else { return maintenance?.failure ?? "it is not written yet" }
            PendingInterrupt.sleep(.milliseconds(50))
        }
    }

    static func tellUnkept(_ failure: String?) {
        guard let failure else { return }
        StandardError.print("baton: in force, but it would not survive a restart of the agent: \(failure)")
    }

    /// Says what will happen, and asks whether it shall.
    ///
    /// - Parameter command: What to say instead where nobody can be asked.
    func confirm(_ plan: [String], _ command: String) throws {
        for line in plan { self.format == .json ? StandardError.print(line) : StandardOutput.print(line) }
        guard !self.yes else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            StandardError.print(
                "baton: nobody can be asked whether to go on, as standard input is no terminal; say: \(command)\(self.place) --yes"
            )
            throw ExitCode(EX_USAGE)
        }
        LineOutput.standardError.write(Array("Go on? [y/N] ".utf8))
        guard let answer = readLine()?.lowercased(), answer == "y" || answer == "yes" else {
            StandardError.print("baton: nothing was done")
            throw ExitCode(EX_USAGE)
        }
    }

    private var place: String {
        self.socket == GlobalConfiguration.defaultControlSocket ? "" : Self.word("socket", self.socket)
    }

    /// ` --name 'value'`, for a shell; nothing without a value.
    static func word(_ name: String, _ value: String?) -> String {
        guard let value else { return "" }
        let isPlain =
            !value.isEmpty && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._:/-".contains($0)) }
        let quoted =
            isPlain
            ? value
            : "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        return " --\(name) \(quoted)"
    }

    /// Who gives the orders, by name; of somebody who is root by `sudo`, the name from before.
    static var user: Operator {
        let number = getuid()
        if number == 0, let name = unsafe getenv("SUDO_USER").map({ unsafe String(cString: $0) }), !name.isEmpty {
            return Operator(name: name, userID: number)
        }
        guard let entry = unsafe getpwuid(number), let name = unsafe entry.pointee.pw_name else {
            return Operator(userID: number)
        }
        return Operator(name: unsafe String(cString: name), userID: number)
    }

    /// - Throws: A validation error that says what is expected.
    static func validate(reason: String?) throws {
        guard let reason else { return }
        guard OperatorOrder.isReason(reason) else {
            throw ValidationError(
                "--reason: expected one line of text of at most \(OperatorOrder.reasonLimit) bytes, for the journal and for whoever comes next"
            )
        }
    }

    /// - Throws: A validation error that names the option.
    static func duration(_ text: String, of option: String) throws -> Duration {
        let time = try TimeSpan.parse(text, of: option)
        guard OperatorOrder.durations.contains(time) else {
            throw ValidationError("\(option) \(text): expected a time from 1s to 366d")
        }
        return time
    }
}
