/// `file PATH`
public enum FilePlugin {
    public static let kind = "file"

    public enum Option {
        public static let absent = "absent"
        public static let maxAge = "max_age"
        public static let minAge = "min_age"
        public static let minSize = "min_size"
        public static let maxSize = "max_size"
        public static let expectContent = "expect_content"
        public static let refuseContent = "refuse_content"
        public static let contentLimit = "content_limit"
        public static let score = "score"
    }

    /// Values of ``Option/score``.
    public enum Score: String, Hashable, Sendable, CaseIterable {
        case off
        /// The content is an integer from −254 to 254 and nothing else.
        case on
        /// As keepalived's `track_file`: the integer the content begins with as `strtol` reads it in base 0; no number
        /// and no file are 0, and a number of more than 32 bits leaves the score as it was.
        case keepalived
    }

    /// Bytes of content that are looked at where ``Option/contentLimit`` says nothing.
    public static let defaultContentLimit = 65_536

    private static let ages = 0.001...31_536_000.0

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A file is there, or is not, and has the age, the size and the content that were asked for.",
        argument: PluginDescription.Argument(
            name: "PATH",
            documentation: """
                Absolute path of a file or a directory. Symbolic links are followed. A pipe, a socket or a device is \
                there as well; the summary says what it is. Changes are noticed at once, also when the file is replaced by renaming, when a directory above it comes or goes, and when a link \
                on the way is changed; file systems that tell nothing of changes (NFS, /proc, /sys) are looked at \
                once in an interval.
                """,
            type: .path
        ),
        options: [
            OptionDescription(
                name: Option.absent,
                type: .boolean,
                defaultValue: "off",
                documentation: "Pass while there is no such file: a flag that takes the node out of service."
            ),
            OptionDescription(
                name: Option.maxAge,
                type: .duration(Self.ages),
                documentation: """
                    Seconds since the file was written last, at most. The check fails at the moment they are over, \
                    not at the next poll.
                    """
            ),
            OptionDescription(
                name: Option.minAge,
                type: .duration(Self.ages),
                documentation: "Seconds since the file was written last, at least."
            ),
            OptionDescription(
                name: Option.minSize,
                type: .integer(0...Int.max),
                documentation: "Bytes, at least."
            ),
            OptionDescription(
                name: Option.maxSize,
                type: .integer(0...Int.max),
                documentation: "Bytes, at most."
            ),
            OptionDescription(
                name: Option.expectContent,
                type: .regularExpression,
                repeats: true,
                documentation: "A regular expression that must match in the content; of several, each must."
            ),
            OptionDescription(
                name: Option.refuseContent,
                type: .regularExpression,
                repeats: true,
                documentation: "A regular expression that must not match in the content; of several, none may."
            ),
            OptionDescription(
                name: Option.contentLimit,
                type: .integer(1...16_777_216),
                defaultValue: "\(Self.defaultContentLimit)",
                documentation: "Bytes of content that are looked at, from the beginning."
            ),
            OptionDescription(
                name: Option.score,
                type: .choice(Score.allCases.map(\.rawValue)),
                defaultValue: Score.off.rawValue,
                documentation: """
                    Whether the content is a score the weight is multiplied by. on: an integer from -254 to 254; \
                    anything else leaves the check unknown. keepalived: as its track_file, where a missing file and \
                    a content without a number are 0.
                    """
            ),
        ],
        examples: [
            """
            check in_service {
                file /run/web/drain {
                    absent on
                }
                interval 5
                weight   0
            }
            """,
            """
            check replica_fresh {
                file /var/lib/replica/heartbeat {
                    max_age        30
                    expect_content "^state: (streaming|caught-up)$"
                }
                interval 5
                weight   -40
            }
            """,
            """
            check load_score {
                file /run/web/score {
                    score on
                }
                interval 5
                weight   1
            }
            """,
        ],
        reasons: [
            .ok, .fileMissing, .filePresent, .fileOld, .fileYoung, .fileSize, .fileContent, .fileUnreadable,
        ],
        measurements: [
            MeasurementDescription(name: "size", unit: "B", documentation: "Size of the file."),
            MeasurementDescription(name: "age", unit: "s", documentation: "Time since it was written last."),
            MeasurementDescription(name: "score", unit: "", documentation: "The score, where one is asked for."),
        ],
        watches: true
    )
}
