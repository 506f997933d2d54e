import LinuxIO
import Testing

@Suite struct FilterTableTests {
    static let blocked = [
        BlockedAddress(bytes: [192, 0, 2, 1]),
        BlockedAddress(bytes: [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]),
        BlockedAddress(bytes: [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [1], interface: .named("eth0")),
    ]

    /// Types and sequence numbers of the messages of a batch.
    static func messages(_ bytes: [UInt8]) throws -> [(type: UInt16, sequence: UInt32)] {
        var reader = NetlinkReader(bytes[...])
        var found: [(UInt16, UInt32)] = []
        while let message = try reader.message() { found.append((message.type, message.sequence)) }
        return found
    }

    @Test func removesInOneBatch() {
        var batch = FilterBatch()
        FilterTable(name: "baton", blocked: []).removal(in: &batch)
        let header: (UInt8, UInt8, UInt8, UInt8, UInt8) -> [UInt8] = { length, type, subsystem, flags, sequence in
            [length, 0, 0, 0, type, subsystem, flags, 0, sequence, 0, 0, 0, 0, 0, 0, 0]
        }
        let name: [UInt8] = [0x0a, 0x00, 0x01, 0x00] + Array("baton".utf8) + [0, 0, 0]  // NFTA_TABLE_NAME
        var expected = header(20, 0x10, 0, 0x01, 1) + [0, 0, 0, 10]  // NFNL_MSG_BATCH_BEGIN for nftables
        expected += [36 - 4, 0, 0, 0, 0x00, 10, 0x05, 0x04, 2, 0, 0, 0, 0, 0, 0, 0]  // NEWTABLE, CREATE and ACK
        expected += [1, 0, 0, 0] + name
        expected += header(32, 0x02, 10, 0x05, 3) + [1, 0, 0, 0] + name  // DELTABLE
        expected += header(20, 0x11, 0, 0x01, 4) + [0, 0, 0, 10]  // NFNL_MSG_BATCH_END
        #expect(batch.finished == expected)
    }

    @Test func replacesInOneBatch() throws {
        var batch = FilterBatch()
        FilterTable(name: "baton", hasCounters: true, blocked: Self.blocked).installation(in: &batch)
        let messages = try Self.messages(batch.finished)
        #expect(messages.map(\.sequence) == (1...UInt32(messages.count)).map(\.self))
        #expect(
            messages.map { $0.type & 0xff } == [
                0x10,  // begin
                0, 2, 0,  // the old table goes, the new one comes
                3,  // chain
                9, 12, 6,  // set, elements and rule of IPv4
                6,  // neighbour discovery
                9, 12, 6, 6,  // IPv6, and the address of one link
                0x11,  // end
            ]
        )
    }
}

extension KernelTests {
    @Suite(.privileged) struct FilterSocketTests {
        @Test func kernelTakesWhatIsWritten() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let socket = try FilterSocket()
                try socket.remove("baton-test")
                let many = (0..<3000).map { BlockedAddress(bytes: [10, 0, UInt8($0 / 256), UInt8($0 % 256)]) }
                for table in [
                    FilterTable(name: "baton-test", blocked: FilterTableTests.blocked),
                    FilterTable(
                        name: "baton-test",
                        priority: -150,
                        hasCounters: true,
                        blocked: FilterTableTests.blocked
                    ),
                    FilterTable(name: "baton-test", blocked: many),
                    FilterTable(
                        name: "baton-test",
                        blocked: [BlockedAddress(bytes: [192, 0, 2, 1], interface: .numbered(network.left.index))]
                    ),
                ] {
                    try socket.install(table)
                }
                try socket.remove("baton-test")
            }
        }

        @Test func saysWhatTheKernelRefuses() throws {
            let network = try NetworkPair()
            try network.inLeft {
                let socket = try FilterSocket()
                let tooLong = FilterTable(name: String(repeating: "x", count: 300), blocked: FilterTableTests.blocked)
                #expect(throws: SystemError.self) { try socket.install(tooLong) }
                // What was half said does not spoil what comes.
                try socket.install(FilterTable(name: "baton-test", blocked: FilterTableTests.blocked))
                try socket.remove("baton-test")
            }
        }
    }
}
