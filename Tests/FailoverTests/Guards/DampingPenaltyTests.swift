import Foundation
import Testing
import VRRP

@testable import Failover

/// The arithmetic of RFC 2439: one more for each move, half in each half-life.
@Suite("Decay of the damping penalty") struct DampingPenaltyTests {
    private static func penalty(_ moves: Double) -> DampingPenalty {
        DampingPenalty(thousandths: Int(moves * 1000))
    }

    private static func moves(_ penalty: DampingPenalty) -> Double { Double(penalty.rawValue) / 4_294_967_296 }

    @Test("whole half-lives are exact: a half of what there was, bit by bit", arguments: [1, 300, 86_400])
    func halves(seconds: Int) {
        let penalty = DampingPenalty(rawValue: 1 << 41)
        for count in 0..<64 {
            let left = penalty.decayed(over: .seconds(seconds * count), halfLife: .seconds(seconds))
            #expect(left.rawValue == (1 << 41) >> UInt64(count))
        }
        #expect(penalty.decayed(over: .seconds(seconds * 64), halfLife: .seconds(seconds)) == .zero)
    }

    @Test("in between it is the curve, and at most 15 millionths more")
    func curve() {
        let penalty = Self.penalty(3)
        for step in 0..<5000 {
            let time = Double(step) * 0.31
            let left = Self.moves(penalty.decayed(over: .seconds(time), halfLife: .seconds(300)))
            let exact = 3 * pow(2, -time / 300)
            #expect(left >= exact - 1e-9 && left <= exact * 1.000_015 + 1e-9, "\(time) s: \(left), exact \(exact)")
        }
        // The entries of the table themselves: a 64th of a half-life each.
        for step in 0...64 {
            let left = Self.moves(penalty.decayed(over: .seconds(step), halfLife: .seconds(64)))
            #expect(abs(left - 3 * pow(2, -Double(step) / 64)) < 2e-9)
        }
    }

    @Test("never more after a longer time, down to the nanosecond and over every border of the table")
    func monotone() {
        let penalty = Self.penalty(7.301)
        let life = Duration.milliseconds(1_000)
        for border in 0...192 {
            let moment = Int64(border) * 15_625_000
            var last = penalty.decayed(over: .nanoseconds(moment - 50), halfLife: life)
            for nanoseconds in (moment - 49)...(moment + 50) {
                let left = penalty.decayed(over: .nanoseconds(nanoseconds), halfLife: life)
                #expect(left <= last, "\(nanoseconds)")
                last = left
            }
        }
    }

    @Test("no time is too long, and none is too short")
    func extremes() {
        let most = DampingPenalty(rawValue: .max)
        #expect(most.description == "1024.00")
        #expect(most.increased == most)
        #expect(most.decayed(over: .seconds(Int64.max), halfLife: .seconds(1)) == .zero)
        #expect(most.decayed(over: .nanoseconds(-5), halfLife: .seconds(1)) == most)
        #expect(most.decayed(over: .nanoseconds(1), halfLife: .zero) == .zero)
        #expect(most.decayed(over: .seconds(86_400 * 63), halfLife: .seconds(86_400)).rawValue == 0)
        let left = most.decayed(over: .nanoseconds(Int64.max), halfLife: .seconds(1 << 62))
        #expect(left.description == "512.00")
        #expect(DampingPenalty(thousandths: -1) == .zero)
        #expect(DampingPenalty(thousandths: .max) == most)
    }

    @Test("the time to a threshold is the first nanosecond at which it is reached")
    func reaching() {
        let life = Duration.seconds(300)
        for (from, to) in [(3.0, 1.5), (2.867, 1.25), (1000, 0.001), (2.5, 2.499)] {
            let (penalty, target) = (Self.penalty(from), Self.penalty(to))
            let time = penalty.time(toReach: target, halfLife: life)
            #expect(penalty.decayed(over: time, halfLife: life) <= target)
            #expect(penalty.decayed(over: time - .nanoseconds(1), halfLife: life) > target)
            let exact = 300 * log2(Self.moves(penalty) / Self.moves(target))
            #expect(abs(Double(time.clampedNanoseconds) / 1e9 - exact) < 0.01)
        }
        #expect(Self.penalty(3).time(toReach: Self.penalty(1.5), halfLife: life) == life)
        #expect(Self.penalty(1).time(toReach: Self.penalty(1), halfLife: life) == .zero)
    }

    @Test(
        "as text to the hundredth",
        arguments: [(2867, "2.87"), (0, "0.00"), (1, "0.00"), (6, "0.01"), (12_999, "13.00")]
    )
    func text(thousandths: Int, text: String) {
        #expect(DampingPenalty(thousandths: thousandths).description == text)
    }
}
