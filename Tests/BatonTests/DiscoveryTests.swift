import Checker
import Checks
import Configuration
import Foundation
import Glibc
import Plugins
import Testing

@testable import baton

@Suite struct DiscoveryTests {
    @Test func addressesAreReadAsTheKernelPrintsThem() {
        let sockets = SocketTable.listening(
            in: """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100
                   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 22 1 0 100 0
                   2: 0100007F:1F90 0100007F:A000 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 100
                   3: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 80 1
                   4: 000080FE00000000FF005450341200FE:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 81 1
                   5: 00000000000000000000000001000000:18EB 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 82 1
                   6: XYZ:1F90 00000000:0000 0A 0:0 00:0 0 0 0 83 1
                   7: 0100007F
                """
        )
        #expect(
            sockets.map(\.target) == [
                "127.0.0.1:8080", "127.0.0.1:22", "[::1]:80", "[fe80::5054:ff:fe00:1234]:80", "[::1]:6379",
            ]
        )
        #expect(sockets.map(\.inode) == [4711, 22, 80, 81, 82])
        #expect(sockets.map(\.isWildcard) == [false, true, true, false, false])
    }

    @Test(arguments: [
        ("0::/system.slice/nginx.service\n", "nginx.service"),
        (
            "12:cpu:/x\n0::/system.slice/system-postgresql.slice/postgresql@15-main.service\n",
            "postgresql@15-main.service"
        ),
        ("0::/user.slice/user-0.slice/session-1.scope\n", nil), ("", nil), ("0::/\n", nil),
    ])
    func units(text: String, unit: String?) {
        #expect(UnitName(controlGroups: text)?.name == unit)
    }

    private static func socket(_ port: UInt16, _ address: String = "0.0.0.0") -> ListeningSocket {
        ListeningSocket(address: address, port: port, isIPv6: address.contains(":"), inode: 1)
    }

    private static func candidates(_ services: [Service]) -> [Candidates] {
        Discovery(plugins: BuiltinChecks.all.map { $0.description })
            .candidates(for: Machine(services: services, units: nil, isPartial: false))
    }

    @Test func everyCandidateLoadsAndMovesNothing() throws {
        let programs = [
            "nginx", "apache2", "redis-server", "memcached", "postgres", "mariadbd", "sshd", "exim4", "other",
        ]
        let files = Self.candidates(
            programs.enumerated().map { index, program in
                Service(program: program, unit: "\(program).service", sockets: [Self.socket(UInt16(8000 + index))])
            } + [Service(sockets: [Self.socket(2024)])]
        )
        #expect(files.count == programs.count + 1)
        let loader = CheckLoader(plugins: BuiltinChecks.all.map { $0.description })
        for file in files {
            let result = loader.load(text: file.text, as: "\(file.name).conf")
            #expect(result.diagnostics == [], "\(file.text)")
            #expect(result.checks.map(\.name) == file.drafts.map(\.name))
            #expect(result.checks.allSatisfy { $0.mode == .observe })
        }
        let redis = try #require(files.first { $0.name == "redis_server" })
        #expect(redis.text.contains(#"send "PING\r\n""#))
        #expect(redis.text.contains("unit redis-server.service"))
        #expect(files.last?.drafts.map(\.name) == ["port_2024"])
        // A question that does not load would have become a plain connection.
        let asking = files.flatMap(\.drafts).filter { !$0.settings.isEmpty }.map(\.name)
        #expect(
            asking == [
                "nginx_http_8000", "apache2_http_8001", "redis_server_8002", "memcached_8003", "postgres_8004",
                "sshd_8006", "exim4_8007",
            ]
        )
    }

    @Test func onePortIsOneCheck() {
        let names = Self.candidates([
            Service(
                program: "nginx",
                sockets: [
                    Self.socket(80), Self.socket(80, "::"), Self.socket(443), Self.socket(9000, "127.0.0.1"),
                    Self.socket(9000, "::1"), Self.socket(9001, "192.0.2.1"), Self.socket(9001, "192.0.2.2"),
                ]
            )
        ]).flatMap(\.drafts).map { "\($0.name) \($0.arguments[0])" }
        #expect(
            names == [
                "nginx_process nginx", "nginx_http_80 http://127.0.0.1:80/", "nginx_https_443 https://127.0.0.1:443/",
                "nginx_http_9000 http://127.0.0.1:9000/", "nginx_http_9001 http://192.0.2.1:9001/",
                "nginx_http_9001_2 http://192.0.2.2:9001/",
            ]
        )
    }

    @Test func anInterpreterIsKnownByItsUnit() {
        let kinds = { (unit: String?) in
            Self.candidates([Service(program: "python3", unit: unit, sockets: [Self.socket(5000)])]).flatMap(\.drafts)
                .map { "\($0.name) \($0.kind)" }
        }
        #expect(kinds(nil) == ["python3_5000 tcp"])
        #expect(kinds("shop.service") == ["shop_process process", "shop_5000 tcp"])
    }

    @Test func whatIsThereAlreadyIsNotProposed() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "own.conf",
            "check my_nginx {\n    process nginx\n}\ncheck nginx_http_81 {\n    tcp 127.0.0.1:9\n}\n"
        )
        let loader = CheckLoader(plugins: BuiltinChecks.all.map { $0.description })
        let existing = ExistingChecks(in: folder.path, loader: loader)
        let left = Self.candidates([
            Service(program: "nginx", sockets: [Self.socket(80), Self.socket(81)])
        ]).map { $0.without(existing) }
        #expect(left.flatMap(\.drafts).map(\.name) == ["nginx_http_80"])
    }

    @Test("a socket of this process is found with its owner")
    func thisMachine() throws {
        let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port =
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw -> UInt16 in
                    guard bind(listener, raw, length) == 0, listen(listener, 1) == 0 else { return 0 }
                    guard getsockname(listener, raw, &length) == 0 else { return 0 }
                    return 1
                }
            } == 1 ? UInt16(bigEndian: address.sin_port) : 0
        try #require(port > 0)
        let service = Machine.inspect().services.first { $0.sockets.contains { $0.port == port } }
        let name = try #require(try? String(contentsOfFile: "/proc/self/comm", encoding: .utf8))
        #expect(service?.program?.hasPrefix(name.trimmingCharacters(in: .newlines)) == true)
        #expect(service?.sockets.contains { $0.target == "127.0.0.1:\(port)" } == true)
    }
}
