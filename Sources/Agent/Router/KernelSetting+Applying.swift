import Failover
import LinuxIO

extension KernelSetting {
    /// Makes the kernel meet it.
    ///
    /// - Returns: What was changed; nil if nothing had to be.
    func apply() throws(SystemError) -> ChangedSetting? {
        let parameter = KernelParameter(self.name)
        guard let current = Int(try parameter.read()), !self.isMet(by: current) else { return nil }
        try parameter.write(String(self.value))
        return ChangedSetting(name: self.name, original: current, value: self.value)
    }
}

extension ChangedSetting {
    /// Puts the original value back, unless somebody else has changed it meanwhile.
    func undo() throws(SystemError) {
        let parameter = KernelParameter(self.name)
        guard try parameter.read() == String(self.value) else { return }
        try parameter.write(String(self.original))
    }
}
