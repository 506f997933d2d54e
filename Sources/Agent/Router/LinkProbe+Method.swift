import Configuration
import LinuxIO

extension LinkProbe {
    var method: LinkProber.Method {
        switch self {
        case .automatic: .automatic
        case .mii: .mii
        case .ethtool: .ethtool
        case .flags: .flags
        }
    }
}
