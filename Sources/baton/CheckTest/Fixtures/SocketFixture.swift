import Configuration
import Synchronization

/// A server that says and expects what a test says, on every connection anew.
final class SocketFixture: Sendable {
    private let script: Mutex<TestFixture.SocketScript>

    init(_ script: TestFixture.SocketScript) {
        self.script = Mutex(script)
    }

    /// Connections that follow are served by this.
    func become(_ script: TestFixture.SocketScript) {
        self.script.withLock { $0 = script }
    }

    func serve(_ connection: FixtureConnection) {
        var received: [UInt8] = []
        for move in self.script.withLock({ $0.moves }) {
            switch move {
            case .send(let bytes): guard connection.write(bytes) else { return }
            case .wait(let time): guard connection.pause(time) else { return }
            case .close: return
            case .expect(let bytes): guard Self.expect(bytes, in: &received, from: connection) else { return }
            }
        }
        connection.waitForEnd()
    }

    /// Takes everything up to the end of `bytes`; false when the client closes before they have come.
    private static func expect(
        _ bytes: [UInt8],
        in received: inout [UInt8],
        from connection: FixtureConnection
    ) -> Bool {
        while true {
            if let end = self.end(of: bytes, in: received) {
                received.removeFirst(end)
                return true
            }
            // What cannot be the beginning of the bytes is of no use.
            received = Array(received.suffix(max(0, bytes.count - 1)))
            guard let more = connection.read() else { return false }
            received += more
        }
    }

    private static func end(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count)
        where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
            return start + wanted.count
        }
        return nil
    }
}
