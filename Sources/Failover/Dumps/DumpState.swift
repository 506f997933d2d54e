import Configuration
import VRRP

/// The states of keepalived; the raw values are its numbers.
enum DumpState: Int {
    case initial = 0
    case backup = 1
    case master = 2
    case fault = 3

    /// One that hands over has its addresses still.
    init(_ name: VirtualRouter.StateName) {
        switch name {
        case .initialize: self = .initial
        case .backup: self = .backup
        case .master, .resigning: self = .master
        case .fault: self = .fault
        }
    }

    var word: String {
        switch self {
        case .initial: "INIT"
        case .backup: "BACKUP"
        case .master: "MASTER"
        case .fault: "FAULT"
        }
    }
}

extension Instance {
    var dumpState: DumpState { self.gate == nil ? DumpState(self.router.state.name) : .initial }

    /// What it would be if its sync group, or its successor, let it.
    var wantedState: DumpState {
        guard self.gate == nil else { return .initial }
        return self.router.wantsMaster ? .master : self.router.state.name == .resigning ? .backup : self.dumpState
    }

    /// The interval a backup goes by is its master's.
    var masterInterval: AdvertisementInterval {
        if case .backup(let backup) = self.router.state { return backup.masterInterval }
        return self.configuration.router.advertisementInterval
    }
}
