/// The words of `track_file`.
enum TrackFileKeyword: String, CaseIterable {
    case file
    case weight
    case initialFile = "init_file"
}
