import Glibc
import Synchronization

@testable import Plugins

/// A name server of the loopback interface that does as a test wants; UDP and TCP on one port.
final class FakeNameServer: Sendable {
    /// What is sent back for each query that comes; the number counts from 1.
    typealias Behaviour = @Sendable (_ query: [UInt8], _ number: Int, _ overTCP: Bool) -> [[UInt8]]

    let port: UInt16
    private let datagrams: Int32
    private let listener: Int32
    private let count = Mutex(0)

    var queries: Int { self.count.withLock { $0 } }

    init(_ behaviour: @escaping Behaviour) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let datagrams = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && getsockname(listener, pointer, &length) == 0
                    && bind(datagrams, pointer, length) == 0 && listen(listener, 8) == 0
            }
        }
        guard isBound else { throw TemporaryDirectory.Failure(number: errno) }
        self.port = UInt16(bigEndian: address.sin_port)
        self.datagrams = datagrams
        self.listener = listener
        Thread.detach { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                var sender = sockaddr_storage()
                var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                withUnsafeMutablePointer(to: &sender) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                        let count = recvfrom(datagrams, &buffer, buffer.count, 0, pointer, &length)
                        guard count > 0, let number = self?.next() else { return }
                        for answer in behaviour(Array(buffer[..<count]), number, false) {
                            sendto(datagrams, answer, answer.count, 0, pointer, length)
                        }
                    }
                }
                if self == nil { break }
            }
            close(datagrams)
        }
        Thread.detach { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                let count = read(connection, &buffer, buffer.count)
                if count > 2, let number = self?.next() {
                    for answer in behaviour(Array(buffer[2..<count]), number, true) {
                        let framed = UInt16(answer.count).bigEndianBytes + answer
                        // In two pieces: an answer need not come in one.
                        send(connection, framed, 1, Int32(MSG_NOSIGNAL))
                        usleep(1000)
                        send(connection, Array(framed.dropFirst()), framed.count - 1, Int32(MSG_NOSIGNAL))
                    }
                }
                close(connection)
            }
            close(listener)
        }
    }

    deinit {
        shutdown(self.listener, Int32(SHUT_RDWR))
        // A datagram to itself ends the wait.
        shutdown(self.datagrams, Int32(SHUT_RDWR))
        if let own = try? SocketAddress.lookUp("127.0.0.1", port: self.port, .numeric).get().first {
            own.withSocketAddress { _ = sendto(self.datagrams, [0], 1, 0, $0, $1) }
        }
    }

    private func next() -> Int {
        self.count.withLock { count in
            count += 1
            return count
        }
    }

    /// The answer to a query with these records of one type, named as the question is.
    static func answer(
        to query: [UInt8],
        code: UInt8 = 0,
        isCut: Bool = false,
        _ type: DNSType = .a,
        _ records: [[UInt8]] = []
    ) -> [UInt8] {
        var answer = query
        answer[2] = 0x80 | (isCut ? 0x02 : 0)
        answer[3] = 0x80 | code
        answer[6] = UInt8(records.count >> 8)
        answer[7] = UInt8(records.count & 0xff)
        for record in records {
            answer += [0xc0, 12] + type.rawValue.bigEndianBytes + [0, 1, 0, 0, 0, 60]
            answer += UInt16(record.count).bigEndianBytes + record
        }
        return answer
    }
}
