extension PluginDraft {
    /// exec/1 in sh, protocol nagios.
    static let shellProgram = #"""
        #!/bin/sh
        # @NAME@: how many files wait in a folder. Change `measure` and the words around it; keep the rest.
        #
        # Contract exec/1, protocol nagios: exit code 0 passes, 1 warns, 2 fails, 3 means that nothing is known. One line for
        # people, and behind a bar what was measured. Test it with: baton plugin test @FILE@
        set -u

        usage="expected FOLDER [--warn N] [--fail N]"
        verb=run

        # Parameters that are wrong: nothing is known of the service.
        refuse() {
            echo "$1" >&2
            [ "$verb" = validate ] && exit 64
            exit 3
        }

        describe() {
            cat <<'JSON'
        {
          "api": "1.0",
          "tier": "exec",
          "protocol": "nagios",
          "name": "@NAME@",
          "version": "1.0.0",
          "summary": "No more than so many files wait in a folder.",
          "parameters": [
            {"name": "FOLDER", "type": "path", "summary": "The folder."},
            {"name": "--warn", "type": "integer", "default": "10", "summary": "More files than this warn."},
            {"name": "--fail", "type": "integer", "default": "100", "summary": "More files than this fail."}
          ],
          "examples": [["/var/spool/cron"], ["/var/spool/cron", "--warn", "5", "--fail", "50"]],
          "cases": [
            {"status": "pass", "arguments": ["/", "--warn", "100000", "--fail", "200000"]},
            {"status": "warn", "arguments": ["/", "--warn", "0", "--fail", "200000"]},
            {"status": "fail", "arguments": ["/", "--warn", "0", "--fail", "0"]},
            {"status": "unknown", "arguments": ["/no/such/folder"]}
          ]
        }
        JSON
        }

        # Prints the number of files; fails where it cannot be known.
        measure() {
            [ -d "$folder" ] && [ -r "$folder" ] && [ -x "$folder" ] || return 1
            find "$folder" -mindepth 1 -maxdepth 1 -printf . | wc -c
        }

        case "${1-}" in
            --describe) describe; exit 0 ;;
            --validate) verb=validate; shift ;;
        esac
        case "${CHECK_API:-1.0}" in
            1 | 1.*) ;;
            *) refuse "this program speaks exec/1, not exec/$CHECK_API" ;;
        esac

        folder='' warn=10 fail=100
        while [ $# -gt 0 ]; do
            case "$1" in
                --warn | --fail)
                    case "${2-}" in
                        '' | *[!0-9]*) refuse "$1: expected a whole number, found '${2-}'" ;;
                    esac
                    if [ "$1" = --warn ]; then warn=$2; else fail=$2; fi
                    shift 2
                    ;;
                -*) refuse "unknown parameter '$1': $usage" ;;
                *)
                    [ -z "$folder" ] || refuse "unexpected word '$1': $usage"
                    folder=$1
                    shift
                    ;;
            esac
        done
        [ -n "$folder" ] || refuse "$usage"
        [ "$verb" = run ] || exit 0

        count=$(measure) || {
            echo "UNKNOWN - cannot look into $folder"
            exit 3
        }
        data="files=$count;$warn;$fail;0"
        if [ "$count" -gt "$fail" ]; then
            echo "CRITICAL - $count files in $folder, expected at most $fail | $data"
            exit 2
        elif [ "$count" -gt "$warn" ]; then
            echo "WARNING - $count files in $folder, expected at most $warn | $data"
            exit 1
        fi
        echo "OK - $count files in $folder | $data"
        """#
}
