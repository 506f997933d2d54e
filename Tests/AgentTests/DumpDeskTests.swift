import Configuration
import Glibc
import LinuxIO
import Testing
import VRRP

@testable import Agent

@Suite("Files that signals ask for, in the supervisor")
struct DumpDeskTests {
    @Test("of one file the newest waits, and files are written one after another")
    func order() throws {
        var desk = DumpDesk(AgentConfiguration())
        desk.add(DumpDesk.Order(file: .json, text: [1]))
        desk.add(DumpDesk.Order(file: .statistics, text: [2]))
        desk.add(DumpDesk.Order(file: .json, text: [3]))
        let first = desk.next()
        #expect(first?.file == .statistics && first?.text == [2])
        let process = try ProcessDescriptor(pid: getpid())
        desk.began(process, path: "/x", at: Instant(nanoseconds: 0))
        #expect(desk.next()?.file == nil)
        desk.ended()
        let second = desk.next()
        #expect(second?.file == .json && second?.text == [3])
        #expect(desk.next()?.file == nil)
    }

    @Test("a disk that does not answer is told of once, and only where something waits for it")
    func overdue() throws {
        var desk = DumpDesk(AgentConfiguration())
        desk.began(try ProcessDescriptor(pid: getpid()), path: "/slow", at: Instant(nanoseconds: 0))
        let late = Instant(nanoseconds: 0) + .seconds(6)
        #expect(desk.overdue(at: late) == nil)
        desk.add(DumpDesk.Order(file: .json, text: []))
        #expect(desk.overdue(at: Instant(nanoseconds: 0) + .seconds(5)) == nil)
        #expect(desk.overdue(at: late) == "/slow")
        #expect(desk.overdue(at: late) == nil)
    }

    @Test("what a router that died had begun to send is no part of what its successor sends")
    func parts() {
        var desk = DumpDesk(AgentConfiguration())
        #expect(desk.take([1], of: .json, isLast: false) == nil)
        desk.dropParts()
        #expect(desk.take([2], of: .json, isLast: true) == [2])
    }
}

@Suite("Signals")
struct DumpSignalTests {
    /// As Debian's `keepalived --signum` prints them.
    static let numbers: [(String, Int32)] = [
        ("STOP", 15), ("RELOAD", 1), ("DATA", 10), ("STATS", 12), ("STATS_CLEAR", 63), ("JSON", 36),
    ]

    @Test("--signum knows keepalived's names and numbers", arguments: numbers)
    func number(name: String, number: Int32) throws {
        let options = try LaunchOptions(parsing: ["--signum=\(name)"])
        #expect(options.request == .signalNumber(number))
    }

    @Test("every name is in the table above")
    func complete() {
        #expect(Set(SignalFunction.allCases.map(\.rawValue)) == Set(Self.numbers.map(\.0)))
    }

    @Test("a signal asks for the file its name says")
    func requests() {
        #expect(DumpRequest(signal: 10) == .state)
        #expect(DumpRequest(signal: 12) == .statistics)
        #expect(DumpRequest(signal: 63) == .statisticsAndClear)
        #expect(DumpRequest(signal: 36) == .json)
        #expect(DumpRequest(signal: 1) == nil)
    }
}
