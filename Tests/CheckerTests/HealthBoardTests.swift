import Checks
import Testing

@testable import Checker

@Suite(.timeLimit(.minutes(1))) struct HealthBoardTests {
    @Test func aChangeIsNotMissedBetweenLookingAndWaiting() async {
        let board = HealthBoard()
        board.set(.unknown, of: "a")
        board.set(.up, of: "b")
        let seen = board.health(of: ["a", "b", "c"])
        #expect(seen.healths == [.unknown, .up, nil])
        board.set(.down, of: "a")
        await board.waitForHealth(of: ["a", "b"], after: seen.version)
        #expect(board.health(of: ["a"]).healths == [.down])
    }

    @Test func whoWaitsIsWokenByItsOwnNamesOnly() async {
        let board = HealthBoard()
        for name in ["a", "b"] { board.set(.up, of: name) }
        let version = board.health(of: ["a"]).version
        let isWoken = Promise<Void>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await board.waitForHealth(of: ["a"], after: version)
                isWoken.fulfill(())
            }
            board.set(.down, of: "b")
            board.set(.up, of: "a")
            let soon = SuspendingClock().now.advanced(by: .milliseconds(30))
            #expect(await isWoken.value(until: soon) == nil, "nothing has changed of a")
            board.set(.down, of: "a")
            await group.waitForAll()
        }
    }

    @Test func aCancelledWaitEnds() async {
        let board = HealthBoard()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask { await board.waitForHealth(of: ["a", "b"], after: 9) }
                group.addTask { await board.waitForPush(to: "a", after: 9) }
            }
            group.cancelAll()
        }
    }

    @Test func whatIsPushedArrivesWithItsAge() async throws {
        let board = HealthBoard()
        board.setPushChecks(["backup"])
        let (none, version) = board.pushed(to: "backup")
        #expect(none == nil)
        let request = PushRequest(
            check: "backup",
            status: .warn,
            summary: "slow\n",
            timeToLive: .seconds(30),
            score: 7
        )
        #expect(board.push(request) == .accepted)
        await board.waitForPush(to: "backup", after: version)
        let (pushed, later) = board.pushed(to: "backup")
        var outcome = try #require(pushed)
        #expect(outcome.age >= .zero)
        outcome.age = .zero
        #expect(outcome == PushedOutcome(.warn, summary: "slow", timeToLive: .seconds(30), score: 7))
        #expect(later > version)
        board.setPushChecks([])
        #expect(board.pushed(to: "backup").outcome == nil, "what is no longer defined is forgotten")
    }

    @Test func pushesForOthersAreRefusedWithTheNamesThereAre() {
        let board = HealthBoard()
        board.set(.up, of: "web")
        let none = board.push(PushRequest(check: "bakcup", status: .pass))
        #expect(none == .refused("there is no check bakcup here; expected one of kind push: none is defined"))
        board.setPushChecks(["backup", "a"])
        let unknown = board.push(PushRequest(check: "bakcup", status: .pass))
        #expect(unknown == .refused("there is no check bakcup here; expected one of kind push: a, backup"))
        let wrong = board.push(PushRequest(check: "web", status: .pass))
        #expect(wrong == .refused("check web is not of kind push; expected a check defined with: push"))
    }
}
