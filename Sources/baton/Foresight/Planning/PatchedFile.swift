/// A file and what a patch makes of it.
struct PatchedFile: Hashable {
    var before: [UInt8]
    var after: [UInt8]
}
