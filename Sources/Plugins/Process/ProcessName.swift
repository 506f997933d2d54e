/// The name a process check looks for, and what counts as bearing it.
struct ProcessName: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ name: String) {
        self.bytes = Array(name.utf8)
    }

    /// The kernel keeps 15 bytes: a name of that length or more is decided by the program's path.
    var mayBeCut: Bool { self.bytes.count >= ProcessEntry.commLimit }

    /// Whether the kernel's name allows for this one.
    func matches(comm: [UInt8]) -> Bool {
        comm.elementsEqual(self.bytes.prefix(ProcessEntry.commLimit))
    }

    /// Decides about a process whose ``ProcessEntry/comm`` matches a name that may be cut.
    ///
    /// One of the program's own names settles it: the last part of its path, of its first argument, or of its second,
    /// where a script stands behind its interpreter. A name of exactly 15 bytes that none of them contradicts is
    /// taken from the kernel, for a process may have named itself.
    func matches(programNames: [[UInt8]]) -> Bool {
        if programNames.contains(self.bytes) { return true }
        guard self.bytes.count == ProcessEntry.commLimit else { return false }
        return !programNames.contains { $0.starts(with: self.bytes) }
    }

    /// The last part of a path, without the dash of a login shell.
    static func lastComponent(of path: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let component = path.suffix(while: { $0 != UInt8(ascii: "/") })
        return component.first == UInt8(ascii: "-") ? Array(component.dropFirst()) : Array(component)
    }
}

extension ProcessName: CustomStringConvertible {
    var description: String { String(decoding: self.bytes, as: UTF8.self) }
}

extension BidirectionalCollection {
    fileprivate func suffix(while predicate: (Element) -> Bool) -> SubSequence {
        var start = self.endIndex
        while start != self.startIndex, predicate(self[self.index(before: start)]) {
            start = self.index(before: start)
        }
        return self[start...]
    }
}
