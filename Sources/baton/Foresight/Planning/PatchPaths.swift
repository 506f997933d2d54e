import Foresight
import Glibc

/// What a patch calls the files of a cluster: by names that `patch` takes. It writes neither through symbolic links nor
/// outside the folder it is run in.
struct PatchPaths {
    /// The place of the cluster's folder, without symbolic links.
    private let folder: String
    /// What names begin after; nil where they are absolute.
    private let start: String?
    private let given: String

    /// - Parameter folder: As it was given. With a relative one, names count from the present folder.
    init(folder: String) {
        self.given = folder
        self.folder = Self.real(folder) ?? folder
        self.start = folder.hasPrefix("/") ? nil : Self.real(".") ?? "."
    }

    func name(of file: String) throws(EditFailure) -> String {
        guard let real = Self.real(file), let inside = Self.path(real, in: self.folder) else {
            throw EditFailure(
                location: nil,
                message: "\(file): a value to be changed is in this file, which is not in \(self.given)",
                fix: "put a copy of it into the folder of the cluster, and include that"
            )
        }
        let name: String
        if let start = self.start {
            guard let relative = Self.path(real, in: start) else {
                throw EditFailure(
                    location: nil,
                    message:
                        "\(self.given): patch changes nothing outside the folder it is run in, and this is outside",
                    fix: "run the command above that folder, or give its absolute path: --cluster \(self.folder)"
                )
            }
            name = relative
        } else {
            name = "\(self.folder == "/" ? "" : self.folder)/\(inside)"
        }
        guard name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 && $0 != "\"" && $0 != "\\" }) else {
            throw EditFailure(
                location: nil,
                message: "\(file): a patch cannot name this file",
                fix: "rename it, without control characters, quotes and backslashes"
            )
        }
        return name
    }

    /// nil where it is not inside.
    private static func path(_ path: String, in folder: String) -> String? {
        let prefix = folder.hasSuffix("/") ? folder : "\(folder)/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }

    /// Absolute and without symbolic links; nil where there is nothing.
    private static func real(_ path: String) -> String? {
        guard let pointer = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
    }
}
