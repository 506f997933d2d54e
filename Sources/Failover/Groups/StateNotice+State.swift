import Checks
import VRRP

extension StateNotice.State {
    /// The word for a state that lasts; nil where there is none to tell of.
    init?(of state: VirtualRouter.StateName) {
        switch state {
        case .master, .resigning: self = .master
        case .backup: self = .backup
        case .fault: self = .fault
        case .initialize: return nil
        }
    }
}
