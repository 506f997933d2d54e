import TestSupport
import Testing

@testable import Plugins

@Suite struct GRPCHealthMessageTests {
    @Test func requestsAreFramed() {
        #expect(GRPCHealthMessage.request(service: "") == [0, 0, 0, 0, 0])
        #expect(
            GRPCHealthMessage.request(service: "abc") == [
                0,  // not compressed
                0, 0, 0, 5,  // bytes of the message
                0x0a, 3,  // field 1, a text of three bytes
                0x61, 0x62, 0x63,
            ]
        )
        // 300 bytes: a length of two bytes, the low seven bits first.
        let long = GRPCHealthMessage.request(service: String(repeating: "s", count: 300))
        #expect(Array(long.prefix(8)) == [0, 0, 0, 0x01, 0x2f, 0x0a, 0xac, 0x02])
        #expect(long.count == 5 + 303)
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0, 0], .unknown),
            ([0, 0, 0, 0, 2, 0x08, 1], .serving),
            ([0, 0, 0, 0, 2, 0x08, 2], .notServing),
            ([0, 0, 0, 0, 3, 0x08, 0x81, 0x00], .serving),
            // The last of several holds, and fields of later versions are passed over.
            ([0, 0, 0, 0, 8, 0x08, 2, 0x12, 2, 0x61, 0x62, 0x08, 1], .serving),
            ([0, 0, 0, 0, 18, 0x10, 0x05, 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x08, 1], .serving),
        ] as [([UInt8], GRPCHealthMessage.ServingStatus)]
    )
    func answersAreRead(bytes: [UInt8], status: GRPCHealthMessage.ServingStatus) throws {
        #expect(try GRPCHealthMessage.status(in: bytes) == status)
    }

    @Test(
        arguments: [
            ([], .truncated),
            ([0, 0, 0, 0], .truncated),
            ([0, 0, 0, 0, 2, 0x08], .truncated),
            ([0, 0xff, 0xff, 0xff, 0xff, 0x08, 1], .truncated),
            ([0, 0, 0, 0, 0, 0], .excess),
            ([1, 0, 0, 0, 2, 0x08, 1], .compressed),
            ([0, 0, 0, 0, 1, 0x08], .encoding),
            ([0, 0, 0, 0, 2, 0x0a, 1], .encoding),
            ([0, 0, 0, 0, 2, 0x00, 1], .encoding),
            ([0, 0, 0, 0, 2, 0x13, 1], .encoding),
            ([0, 0, 0, 0, 12, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], .encoding),
            ([0, 0, 0, 0, 3, 0x12, 0xff, 0x7f], .encoding),
            ([0, 0, 0, 0, 2, 0x08, 9], .status(9)),
        ] as [([UInt8], GRPCHealthMessage.Malformation)]
    )
    func everythingElseIsRefused(bytes: [UInt8], malformation: GRPCHealthMessage.Malformation) {
        #expect(throws: malformation) { try GRPCHealthMessage.status(in: bytes) }
    }

    @Test func anyBytesAreReadOrRefused() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...24, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            // Mostly with a frame that fits, so that the message is read.
            if bytes.count >= 5, Bool.random(using: &generator) {
                bytes.replaceSubrange(0..<5, with: [0, 0, 0, 0, UInt8(count - 5)])
            }
            _ = try? GRPCHealthMessage.status(in: bytes)
        }
    }
}
