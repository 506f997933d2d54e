import Checks
import Glibc

/// The numbers behind a user's and a group's name.
struct Account: Hashable, Sendable {
    var user: uid_t
    var group: gid_t

    /// - Throws: Which name is unknown.
    init(_ names: ScriptUser) throws(AccountError) {
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        var user = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard unsafe getpwnam_r(names.user, &user, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
            throw AccountError(message: "there is no user '\(names.user)'")
        }
        self.user = unsafe user.pw_uid
        self.group = unsafe user.pw_gid
        guard let name = names.group else { return }
        var group = unsafe Glibc.group()
        var foundGroup: UnsafeMutablePointer<Glibc.group>?
        guard unsafe getgrnam_r(name, &group, &buffer, buffer.count, &foundGroup) == 0, unsafe foundGroup != nil else {
            throw AccountError(message: "there is no group '\(name)'")
        }
        self.group = unsafe group.gr_gid
    }
}
