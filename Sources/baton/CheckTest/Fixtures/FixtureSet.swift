import Configuration

/// The fixtures of one running test. Not for two threads at a time.
final class FixtureSet {
    fileprivate enum Running {
        case http(LoopbackListener, HTTPFixture)
        case tcp(LoopbackListener, SocketFixture)
        case process(FixtureProcess)
        case file
        case stopped
    }

    private let folder: FixtureFolder
    /// The folder of the test's file.
    private let here: String
    private var fixtures: [String: TestFixture.Kind] = [:]
    private var running: [String: Running] = [:]
    /// A server that was stopped comes back where it was.
    private var ports: [String: UInt16] = [:]

    init(here: String) throws(FixtureError) {
        self.folder = try FixtureFolder()
        self.here = here
    }

    /// Ends everything; nothing of the test is left on the machine.
    func end() {
        for name in self.running.keys.sorted() { self.stop(name) }
        self.folder.removeAll()
    }

    func start(_ fixture: TestFixture) throws(FixtureError) {
        self.fixtures[fixture.name] = fixture.kind
        try self.start(fixture.name)
    }

    /// Starts a fixture that was stopped; one that runs is left alone.
    func start(_ name: String) throws(FixtureError) {
        if let running = self.running[name], !running.isStopped { return }
        guard let kind = self.fixtures[name] else { return }
        switch kind {
        case .http(let service):
            let fixture = HTTPFixture(service)
            let port = self.ports[name] ?? service.port
            let listener = try LoopbackListener(port: port) { fixture.serve($0) }
            self.ports[name] = listener.port
            self.running[name] = .http(listener, fixture)
        case .tcp(let script):
            let fixture = SocketFixture(script)
            let port = self.ports[name] ?? script.port
            let listener = try LoopbackListener(port: port) { fixture.serve($0) }
            self.ports[name] = listener.port
            self.running[name] = .tcp(listener, fixture)
        case .process(let process):
            self.running[name] = .process(try FixtureProcess(process, in: self.folder))
        case .file, .script:
            try self.writeFile(name, kind)
            self.running[name] = .file
        }
    }

    /// The same name with another content, at the same place, whether it runs or not.
    func change(_ name: String, to kind: TestFixture.Kind) throws(FixtureError) {
        self.fixtures[name] = kind
        switch (self.running[name], kind) {
        case (.http(_, let fixture)?, .http(let service)): fixture.become(service)
        case (.tcp(_, let fixture)?, .tcp(let script)): fixture.become(script)
        case (.file?, .file), (.file?, .script): try self.writeFile(name, kind)
        case (.process(let process)?, .process):
            process.stop()
            self.running[name] = .stopped
            try self.start(name)
        case (.stopped?, _), (nil, _): break
        case (.http?, _), (.tcp?, _), (.process?, _), (.file?, _):
            throw FixtureError("fixture \(name) cannot become one of another kind")
        }
    }

    func stop(_ name: String) {
        switch self.running.updateValue(.stopped, forKey: name) {
        case .http(let listener, _), .tcp(let listener, _): listener.stop()
        case .process(let process): process.stop()
        case .file: self.folder.remove(name)
        case .stopped, nil: break
        }
    }

    /// What stands for each `<name>`.
    var values: [String: String] {
        var values = ["folder": self.folder.path, "here": self.here]
        for (name, kind) in self.fixtures {
            switch kind {
            case .http, .tcp:
                let port = String(self.ports[name] ?? 0)
                values[name] = "127.0.0.1:\(port)"
                values["\(name).port"] = port
            case .process(let process):
                values[name] = process.title
                if case .process(let running) = self.running[name] {
                    values["\(name).pid"] = String(running.identifier)
                }
            case .file, .script: values[name] = "\(self.folder.path)/\(name)"
            }
        }
        return values
    }

    private func writeFile(_ name: String, _ kind: TestFixture.Kind) throws(FixtureError) {
        switch kind {
        case .file(let file): try self.folder.write(name, file.content, mode: file.mode, age: file.age)
        case .script(let script):
            let text = (["#!/bin/sh"] + script.lines).joined(separator: "\n") + "\n"
            try self.folder.write(name, Array(text.utf8), mode: 0o755)
        case .http, .tcp, .process: break
        }
    }
}

extension FixtureSet.Running {
    fileprivate var isStopped: Bool {
        if case .stopped = self { true } else { false }
    }
}
