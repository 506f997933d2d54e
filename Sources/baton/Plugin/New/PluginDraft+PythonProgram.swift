extension PluginDraft {
    /// exec/1 in Python, protocol json.
    static let pythonProgram = #"""
        #!/usr/bin/python3
        """@NAME@: how many files wait in a folder. Change `measure` and the words around it; keep the rest.

        Contract exec/1, protocol json: exit code 0 and one JSON object on standard output. Test it with:
        baton plugin test @FILE@
        """

        import argparse
        import json
        import os
        import sys

        DESCRIPTION = {
            "api": "1.0",
            "tier": "exec",
            "protocol": "json",
            "name": "@NAME@",
            "version": "1.0.0",
            "summary": "No more than so many files wait in a folder.",
            "parameters": [
                {"name": "FOLDER", "type": "path", "summary": "The folder."},
                {"name": "--warn", "type": "integer", "default": "10", "summary": "More files than this warn."},
                {"name": "--fail", "type": "integer", "default": "100", "summary": "More files than this fail."},
            ],
            "examples": [["/var/spool/cron"], ["/var/spool/cron", "--warn", "5", "--fail", "50"]],
            "cases": [
                {"status": "pass", "arguments": ["/", "--warn", "100000", "--fail", "200000"]},
                {"status": "warn", "arguments": ["/", "--warn", "0", "--fail", "200000"]},
                {"status": "fail", "arguments": ["/", "--warn", "0", "--fail", "0"]},
                {"status": "unknown", "arguments": ["/no/such/folder"]},
            ],
        }


        def measure(folder, warn, fail):
            """The outcome; whatever is raised here becomes unknown, for then nothing is known of the service."""
            count = len(os.listdir(folder))
            metrics = [{"name": "files", "value": count, "unit": ""}]
            if count > fail:
                return result("fail", f"{count} files in {folder}, expected at most {fail}", metrics)
            if count > warn:
                return result("warn", f"{count} files in {folder}, expected at most {warn}", metrics)
            return result("pass", f"{count} files in {folder}", metrics)


        def result(status, summary, metrics=()):
            return {"v": 1, "status": status, "summary": summary[:120], "metrics": list(metrics)}


        def parameters(words):
            parser = argparse.ArgumentParser(prog="@NAME@", allow_abbrev=False)
            parser.add_argument("folder", metavar="FOLDER")
            parser.add_argument("--warn", type=int, default=10)
            parser.add_argument("--fail", type=int, default=100)
            return parser.parse_args(words)


        def main(words):
            if words[:1] == ["--describe"]:
                print(json.dumps(DESCRIPTION))
                return
            if words[:1] == ["--validate"]:
                # Ends with exit code 2 and a message on standard error where they are wrong.
                parameters(words[1:])
                return
            api = os.environ.get("CHECK_API", "1.0")
            if api.split(".")[0] != "1":
                print(json.dumps(result("unknown", f"this program speaks exec/1, not exec/{api}")))
                return
            given = parameters(words)
            try:
                print(json.dumps(measure(given.folder, given.warn, given.fail)))
            except Exception as error:
                print(json.dumps(result("unknown", f"cannot look into {given.folder}: {error}")))


        if __name__ == "__main__":
            main(sys.argv[1:])
        """#
}
