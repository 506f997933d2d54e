/// The words of `global_defs` about the files that signals ask for.
enum DumpKeyword: String, CaseIterable {
    case jsonVersion = "json_version"
    case stateFile = "state_dump_file"
    case statisticsFile = "stats_dump_file"
    case jsonFile = "json_dump_file"
    /// The three as keepalived's manual page spells them; its parser does not know these.
    case stateLocation = "state_file_location"
    case statisticsLocation = "stats_file_location"
    case jsonLocation = "json_file_location"
    case usesInstanceName = "data_use_instance"
    case configurationFolder = "tmp_config_directory"
}
