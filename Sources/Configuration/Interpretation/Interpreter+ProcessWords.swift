import Checks

extension Interpreter {
    mutating func readProcessWord(_ keyword: GlobalProcessKeyword, _ statement: Statement) {
        switch keyword {
        case .startupScript:
            if let script = self.notifyScript(statement) { self.global.processes.startup.script = script }
        case .shutdownScript:
            if let script = self.notifyScript(statement) { self.global.processes.shutdown.script = script }
        case .startupTimeout:
            if let timeout = self.scriptTimeout(statement) { self.global.processes.startup.timeout = timeout }
        case .shutdownTimeout:
            if let timeout = self.scriptTimeout(statement) { self.global.processes.shutdown.timeout = timeout }
        case .umask:
            self.readUmask(statement)
        case .supplementaryGroups:
            if let isOn = self.flag(statement) { self.global.processes.hasSupplementaryGroups = isOn }
        case .symbolicLinks:
            self.readSymbolicLinks(statement)
        case .processNames:
            if let isOn = self.flag(statement) { self.processNames.areDistinct = isOn }
        case .processName:
            if let name = self.processName(statement) { self.processNames.supervisor = name }
        case .routerName:
            if let name = self.processName(statement) { self.processNames.router = name }
        case .saveFolder:
            if let folder = self.folder(statement) { self.global.processes.saveFolder = folder }
        case .niceness, .noSwap, .processors, .realTimeLimit, .realTimeLimitDeprecated, .automaticPriority,
            .automaticPriorityDelay, .commandBuffer, .commandBufferForce, .monitorBuffer, .monitorBufferForce:
            self.readRouterProcessWord(keyword, statement)
        }
    }

    private mutating func readRouterProcessWord(_ keyword: GlobalProcessKeyword, _ statement: Statement) {
        switch keyword {
        case .niceness:
            if let value = self.integer(statement, in: -20...19) { self.global.processes.router.niceness = value }
        case .noSwap:
            if let isOn = self.flag(statement) { self.global.processes.router.isLocked = isOn }
        case .processors:
            self.readProcessors(statement)
        case .realTimeLimit, .realTimeLimitDeprecated:
            if let limit = self.integer(statement, in: 2...Int(Int32.max)) {
                self.global.processes.router.realTimeLimit = .microseconds(limit)
            }
        case .automaticPriority:
            if statement.arguments.isEmpty {
                self.global.processes.router.maximumAutomaticPriority = 99
            } else if let priority = self.integer(statement, in: -1...99) {
                // -1 keeps keepalived from recommending the word.
                self.global.processes.router.maximumAutomaticPriority = max(0, priority)
            }
        case .automaticPriorityDelay:
            if let delay = self.integer(statement, in: 1...10_000_000) {
                self.global.processes.router.automaticPriorityDelay = .microseconds(delay)
            }
        case .commandBuffer:
            if let bytes = self.bufferSize(statement) { self.global.processes.router.commandBuffer.bytes = bytes }
        case .commandBufferForce:
            if let isOn = self.flag(statement) { self.global.processes.router.commandBuffer.mayExceedLimit = isOn }
        case .monitorBuffer:
            if let bytes = self.bufferSize(statement) { self.global.processes.router.monitorBuffer.bytes = bytes }
        case .monitorBufferForce:
            if let isOn = self.flag(statement) { self.global.processes.router.monitorBuffer.mayExceedLimit = isOn }
        case .startupScript, .startupTimeout, .shutdownScript, .shutdownTimeout, .umask, .supplementaryGroups,
            .symbolicLinks, .processNames, .processName, .routerName, .saveFolder:
            break
        }
    }

    /// The words at the root of the file.
    mutating func readRootProcessWord(_ keyword: RootKeyword, _ statement: Statement) {
        switch keyword {
        case .childWaitTime:
            if let seconds = self.integer(statement, in: 0...86_400) {
                self.global.processes.childWait = .seconds(seconds)
            }
        case .instanceName:
            guard let word = self.value(of: statement, expected: "a name") else { return }
            guard !word.text.utf8.contains(where: { $0 == UInt8(ascii: "/") || ASCII.isBlank($0) || $0 == 0 }),
                word.text.utf8.count <= 64
            else {
                self.log.error(
                    word,
                    "instance \(word.quoted) is no part of a file's name: expected up to 64 characters without / and blanks"
                )
                return
            }
            self.global.processes.instance = word.text
        default:
            if let isOn = self.flag(statement) { self.global.processes.usesPIDFolder = isOn }
        }
    }

    private mutating func scriptTimeout(_ statement: Statement) -> Duration? {
        self.integer(statement, in: 1...1000).map { .seconds($0) }
    }

    private mutating func bufferSize(_ statement: Statement) -> Int32? {
        self.integer(statement, in: 1...Int(Int32.max)).map { Int32($0) }
    }

    private mutating func readUmask(_ statement: Statement) {
        guard let mask = FileModeMask.parse(statement.arguments.map(\.text)) else {
            self.log.error(
                statement.arguments.first ?? statement.keyword,
                "umask expects a number from 0 to 0777, or names of bits",
                fix: "write it as umask 0177, or as umask IXUSR|IRWXG|IRWXO"
            )
            return
        }
        self.global.processes.umask = mask
    }

    private mutating func readSymbolicLinks(_ statement: Statement) {
        guard self.flag(statement) == false else { return }
        self.log.warning(
            statement.keyword,
            "use_symlink_paths off has no effect: a program is always run by the path that is written, as its name may "
                + "decide what it does",
            fix: "remove the line",
            category: .unsupported
        )
    }

    private mutating func processName(_ statement: Statement) -> String? {
        guard let word = self.value(of: statement, expected: "a name") else { return nil }
        guard word.text.utf8.count <= 15, !word.text.utf8.contains(0) else {
            self.log.error(
                word,
                "\(statement.keyword.text) \(word.quoted) is too long: the kernel keeps 15 characters of a process's name"
            )
            return nil
        }
        return word.text
    }

    private mutating func readProcessors(_ statement: Statement) {
        guard !statement.arguments.isEmpty else {
            self.log.error(
                statement.keyword,
                "vrrp_cpu_affinity needs the numbers of processors",
                fix: "write them as in /proc/cpuinfo: vrrp_cpu_affinity 0 2"
            )
            return
        }
        var processors: [Int] = []
        for word in statement.arguments {
            guard let number = self.integer(word, of: statement.keyword.text, in: 0...1023) else { return }
            processors.append(number)
        }
        self.global.processes.router.processors = processors
    }
}
