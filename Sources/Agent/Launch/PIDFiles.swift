import Configuration
import Glibc

/// The pid files of an agent.
struct PIDFiles {
    private(set) var supervisor: PIDFile?
    private(set) var router: PIDFile?
    private(set) var checker: PIDFile?

    /// - Throws: Where one cannot be written, or names a supervisor that runs.
    init(_ paths: PIDPaths) throws(LaunchError) {
        if paths.needsFolder { unsafe mkdir(PIDPaths.folder, 0o755) }
        self.supervisor = try Self.open(paths.supervisor, refusesLiving: true)
        do throws(LaunchError) {
            // A router whose supervisor was killed is about to leave: it is in nobody's way.
            self.router = try Self.open(paths.router, refusesLiving: false)
            self.checker = try Self.open(paths.checker, refusesLiving: false)
        } catch {
            self.remove()
            throw error
        }
    }

    func remove() {
        for file in [self.supervisor, self.router, self.checker] { file?.remove() }
    }

    private static func open(_ path: String?, refusesLiving: Bool) throws(LaunchError) -> PIDFile? {
        guard let path else { return nil }
        return try PIDFile(path, refusesLiving: refusesLiving)
    }
}
