import Checks

@testable import Plugins

/// A stream's program in Python, with the faults a test asks for.
enum StreamProgram {
    static let python = "/usr/bin/python3"

    /// Answers each run with the options of its check, and obeys options named `do`.
    static let text = #"""
        import json, os, signal, sys, time
        def say(**message):
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()
        fault = sys.argv[1] if len(sys.argv) > 1 else ""
        if len(sys.argv) > 2:
            with open(sys.argv[2], "a") as file:
                file.write("%d\n" % os.getpid())
        if fault == "mute": time.sleep(600)
        if fault == "crash": sys.exit("it is broken")
        if fault == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            say(hello={"api": "1.0", "modes": ["poll"]})
            time.sleep(600)
        say(hello={"api": "7.0" if fault == "future" else "1.0", "plugin": "test", "version": "1",
                   "modes": ["push"] if fault == "push" else ["poll", "push"]})
        say(novelty={"of": "1.1"})
        if os.environ.get("CHECK_STREAM") != "1.0": sys.exit("no stream is wanted")
        options = {}
        for line in sys.stdin:
            message = json.loads(line)
            if "configure" in message:
                check = message["configure"]
                options[check["id"]] = check["options"]
                if fault == "push":
                    say(push={"id": check["id"], "status": "pass", "summary": "pushed"})
            elif "ping" in message:
                if fault != "unresponsive": say(pong={"n": message["ping"]["n"]})
            elif "shutdown" in message:
                break
            elif "run" in message:
                run = message["run"]
                do = options[run["id"]].get("do", "")
                if do == "exit": sys.exit(3)
                if do == "trap": os.kill(os.getpid(), signal.SIGABRT)
                if do == "hang": continue
                if do == "garbage":
                    print("<html>\xff", flush=True)
                    continue
                if do == "flood":
                    while True: sys.stdout.write("x" * 65536)
                if do == "fork":
                    child = os.fork()
                    if child == 0:
                        signal.signal(signal.SIGTERM, signal.SIG_IGN)
                        time.sleep(600)
                    with open(sys.argv[2], "a") as file:
                        file.write("%d\n" % child)
                    sys.exit(4)
                say(result={"id": run["id"], "run": run["run"], "status": "pass",
                            "summary": "pid %d" % os.getpid(), "detail": json.dumps(options[run["id"]], sort_keys=True),
                            "metrics": [{"name": "deadline", "value": run["deadline_ms"], "unit": "ms"},
                                        {"name": "descriptors", "value": len(os.listdir("/proc/self/fd")) - 1}]})
        """#

    /// A check of it.
    static func check(
        _ name: String,
        in directory: TemporaryDirectory,
        pool: StreamPool,
        _ arguments: [String] = [],
        options: [[String]] = [],
        user: ScriptUser? = nil
    ) throws -> StreamCheck {
        let path = "\(directory.path)/plugin.py"
        if directory.read("plugin.py") == nil { try directory.write("plugin.py", Self.text) }
        // A pair is an option; three words say which kind.
        let repeated = options.map { $0.count == 2 ? ["option"] + $0 : $0 }
        var words = Words("stream", Self.python, repeated: repeated, user: user)
        words.arguments += [path] + arguments
        var definition = try words.definition()
        definition.name = name
        return try StreamCheck(definition: definition, context: CheckContext(mayChangeUser: true), pool: pool)
    }
}
