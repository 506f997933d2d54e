import Glibc
import LinuxIO
import Testing

extension KernelTests {
    @Suite struct StandardErrorTests {
        @Test func dropsAndCountsWhenNobodyReads() throws {
            let pipe = try TestPipe()
            let output = StandardError(descriptor: pipe.write)
            let line = String(repeating: "x", count: 999)
            // A pipe holds 64 KiB.
            for _ in 0..<200 { output.write(line) }
            let dropped = output.dropped
            #expect((1..<200).contains(dropped))

            let text = pipe.drain()
            #expect(text.split(separator: "\n").count == 200 - dropped)
            output.write("afterwards")
            #expect(
                pipe.drain()
                    == "log: \(dropped) lines dropped, the reader of standard error does not keep up\nafterwards\n"
            )
            output.write("and once only")
            #expect(pipe.drain() == "and once only\n")
            #expect(output.dropped == dropped)
        }

        @Test func cutsALongLine() throws {
            let pipe = try TestPipe()
            StandardError(descriptor: pipe.write).write(String(repeating: "x", count: 10_000))
            let text = pipe.drain()
            #expect(text.utf8.count == 4096)
            #expect(text.hasSuffix("x\n"))
        }

        /// Otherwise the signal would end this process.
        @Test func survivesAReaderThatIsGone() throws {
            let pipe = try TestPipe()
            let output = StandardError(descriptor: pipe.write)
            pipe.closeRead()
            output.write("nobody")
            #expect(output.dropped == 1)
        }

        @Test func survivesAClosedDescriptor() {
            let output = StandardError(descriptor: -1)
            output.write("nobody")
            #expect(output.dropped == 1)
        }
    }
}
