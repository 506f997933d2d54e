import Checks
import Glibc

extension StreamConformance {
    /// What 100 runs may add to the memory of a process that keeps nothing: caches settle in the first ones.
    private static let memoryLimit = 4 << 20
    private static let warmUp = 20
    private static let runs = 100

    func growth() throws(TestedProgram.Failure) -> [String] {
        try self.withConversation { session in
            guard let declared = self.manifest.cases.first else { return [] }
            session.conversation.configure("check", declared.arguments)
            var before = (files: 0, memory: 0)
            for number in 1...(Self.warmUp + Self.runs) {
                if number == Self.warmUp + 1 { before = Self.size(of: session.conversation.process) }
                guard session.conversation.run("check", number: number, deadline: Self.deadline) != nil else {
                    return ["run \(number): expected a result within 2 s"]
                }
            }
            let after = Self.size(of: session.conversation.process)
            var problems: [String] = []
            if after.files > before.files {
                problems.append("\(Self.runs) runs opened \(after.files - before.files) files and did not close them")
            }
            if after.memory > before.memory + Self.memoryLimit {
                problems.append("\(Self.runs) runs took \((after.memory - before.memory) >> 20) MiB of memory")
            }
            return problems
        }
    }

    /// Open files, and resident bytes.
    private static func size(of process: pid_t) -> (files: Int, memory: Int) {
        var files = 0
        if let folder = unsafe opendir("/proc/\(process)/fd") {
            while unsafe readdir(folder) != nil { files += 1 }
            unsafe closedir(folder)
        }
        let pages = TextFile.read("/proc/\(process)/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (files, (pages ?? 0) * Int(getpagesize()))
    }

    func conversation() throws(TestedProgram.Failure) -> [String] {
        let conversation = try self.start()
        defer { conversation.end() }
        guard case .text(let line)? = Optional(conversation.line(within: StreamConversation.patience)),
            let hello = (try? JSONValue(parsing: line))?["hello"]
        else { return ["expected a hello as the first line, within 5 s"] }
        var problems: [String] = []
        if hello["api"]?.string?.split(separator: ".").first != "1" {
            problems.append("hello.api: expected 1.0, found \(hello["api"]?.text ?? "nothing")")
        }
        if hello["plugin"]?.string == nil { problems.append("hello.plugin: expected a text") }
        if !conversation.ping(1) { problems.append("expected a pong with the number of the ping within 5 s") }
        conversation.send(.object(["no_such_message": .object(["n": .number(1)])]))
        if !conversation.ping(2) { problems.append("a message it does not know: expected it to be ignored") }
        let filler = String(repeating: "x", count: StreamConversation.lineLimit + 1024)
        conversation.send(.object(["no_such_message": .string(filler)]))
        if !conversation.ping(3) { problems.append("a line of more than 64 KiB: expected it to be ignored") }
        conversation.send(.object(["shutdown": .object([:])]))
        switch conversation.status(within: TestedProgram.grace) {
        case .exited(0): break
        case nil, .killed: problems.append("shutdown: expected an end within 2 s")
        case .exited(let code): problems.append("shutdown: expected exit code 0, found \(code)")
        case .signaled(let signal): problems.append("shutdown: expected exit code 0, found signal \(signal)")
        }
        return try problems + self.endOfInput()
    }

    private func endOfInput() throws(TestedProgram.Failure) -> [String] {
        let conversation = try self.start()
        defer { conversation.end() }
        _ = conversation.greeting()
        conversation.hangUp()
        switch conversation.status(within: TestedProgram.grace) {
        case .exited(0): return []
        case nil, .killed: return ["end of input: expected an end within 2 s"]
        case .exited(let code): return ["end of input: expected exit code 0, found \(code)"]
        case .signaled(let signal): return ["end of input: expected exit code 0, found signal \(signal)"]
        }
    }
}
