/// What the words about the names of processes say, until all of them are read.
struct ProcessNames {
    /// `process_names`: those that are not named have names that tell them apart.
    var areDistinct = false
    var supervisor: String?
    var router: String?

    func apply(to settings: inout ProcessSettings) {
        settings.name = self.supervisor ?? (self.areDistinct ? "batond" : nil)
        settings.routerName = self.router ?? (self.areDistinct ? "batond_vrrp" : nil)
    }
}
