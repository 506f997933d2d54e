extension PluginDraft {
    /// stream/1 in Python.
    static let pythonStream = #"""
        #!/usr/bin/python3
        """@NAME@: how many files wait in folders, one process for many checks. Change `measure`; keep the rest.

        Contract stream/1: one JSON object a line, on standard input and output. Test it with:
        baton plugin test @FILE@
        """

        import json
        import os
        import sys

        DESCRIPTION = {
            "api": "1.0",
            "tier": "stream",
            "name": "@NAME@",
            "version": "1.0.0",
            "summary": "No more than so many files wait in a folder.",
            "parameters": [
                {"name": "folder", "type": "path", "summary": "The folder."},
                {"name": "warn", "type": "integer", "default": "10", "summary": "More files than this warn."},
                {"name": "fail", "type": "integer", "default": "100", "summary": "More files than this fail."},
            ],
            "examples": [["folder=/var/spool/cron"], ["folder=/var/spool/cron", "warn=5", "fail=50"]],
            "cases": [
                {"status": "pass", "arguments": ["folder=/", "warn=100000", "fail=200000"]},
                {"status": "warn", "arguments": ["folder=/", "warn=0", "fail=200000"]},
                {"status": "fail", "arguments": ["folder=/", "warn=0", "fail=0"]},
                {"status": "unknown", "arguments": ["folder=/no/such/folder"]},
            ],
        }


        def measure(options):
            """The outcome for one check; whatever is raised here becomes unknown, for then nothing is known."""
            folder, warn, fail = parameters(options)
            count = len(os.listdir(folder))
            metrics = [{"name": "files", "value": count, "unit": ""}]
            if count > fail:
                return result("fail", f"{count} files in {folder}, expected at most {fail}", metrics)
            if count > warn:
                return result("warn", f"{count} files in {folder}, expected at most {warn}", metrics)
            return result("pass", f"{count} files in {folder}", metrics)


        def result(status, summary, metrics=()):
            return {"status": status, "summary": summary[:120], "metrics": list(metrics)}


        def parameters(options):
            unknown = sorted(set(options) - {"folder", "warn", "fail"})
            if unknown:
                raise ValueError(f"unknown option {unknown[0]!r}: expected folder, warn or fail")
            if "folder" not in options:
                raise ValueError("expected the option folder")
            return options["folder"], int(options.get("warn", 10)), int(options.get("fail", 100))


        def say(message):
            # A reader that is gone ends this process, too.
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()


        def answer(message, checks):
            """Messages of later versions are ignored."""
            if "configure" in message:
                checks[message["configure"]["id"]] = message["configure"].get("options", {})
            elif "run" in message:
                run = message["run"]
                try:
                    outcome = measure(checks[run["id"]])
                except Exception as error:
                    outcome = result("unknown", f"nothing is known: {error}")
                say({"result": {"id": run["id"], "run": run["run"], **outcome}})
            elif "ping" in message:
                say({"pong": {"n": message["ping"]["n"]}})


        def serve():
            say({"hello": {"api": "1.0", "plugin": "@NAME@", "version": DESCRIPTION["version"], "modes": ["poll"]}})
            checks = {}
            for line in sys.stdin:
                try:
                    message = json.loads(line)
                except ValueError:
                    continue
                if "shutdown" in message:
                    return
                answer(message, checks)


        def main(words):
            if words[:1] == ["--describe"]:
                print(json.dumps(DESCRIPTION))
            elif words[:1] == ["--validate"]:
                try:
                    parameters(dict(word.partition("=")[::2] for word in words[1:]))
                except ValueError as error:
                    sys.exit(str(error))
            elif os.environ.get("CHECK_STREAM", "").split(".")[0] != "1":
                sys.exit("this program speaks stream/1; the agent starts it, and tests are: baton plugin test")
            else:
                serve()


        if __name__ == "__main__":
            main(sys.argv[1:])
        """#
}
