/// The words of `global_defs` about when and how the configuration is read again.
enum GlobalReloadKeyword: String, CaseIterable {
    case timeFile = "reload_time_file"
    case repeats = "reload_repeat"
    case markerFile = "reload_file"
    case checkLog = "reload_check_config"
}
