/// `init_file [VALUE] [overwrite]` of a `track_file`: what the file is made to hold when the agent starts.
public struct FileInitialisation: Hashable, Sendable {
    public var value: Int
    /// Also a file that is there already.
    public var overwrites: Bool

    public init(value: Int = 0, overwrites: Bool = false) {
        self.value = value
        self.overwrites = overwrites
    }
}
