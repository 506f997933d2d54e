import CLinux

/// What inotify(7) says of one entry of a watched directory, or of the directory itself.
struct DirectoryEvent: Hashable, Sendable {
    var watch: Int32
    var mask: UInt32
    /// Empty for the directory itself.
    var name: [UInt8]

    /// Everything was lost since the event before.
    var isOverflow: Bool { self.mask & UInt32(CLINUX_IN_Q_OVERFLOW) != 0 }
    /// The kernel has removed the watch.
    var isEnd: Bool { self.mask & UInt32(CLINUX_IN_IGNORED) != 0 }
    /// A file that has just been made, and may still be empty.
    var isNewFile: Bool {
        self.mask & UInt32(CLINUX_IN_CREATE) != 0 && self.mask & UInt32(CLINUX_IN_ISDIR) == 0
    }
}

extension DirectoryEvent {
    /// The events in a buffer `read` has filled: a watch, a mask, a cookie and a length of 32 bits each, then so many
    /// bytes of a name that zeros fill up. What is cut short is left out.
    static func events(in bytes: some Collection<UInt8>) -> [DirectoryEvent] {
        let bytes = Array(bytes)
        var events: [DirectoryEvent] = []
        var offset = 0
        func word(_ index: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[offset + index * 4 + $1]) << (8 * UInt32($1)) }
        }
        while bytes.count - offset >= 16 {
            let length = Int(word(3))
            guard length <= bytes.count - offset - 16 else { break }
            let name = bytes[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }
            events.append(DirectoryEvent(watch: Int32(bitPattern: word(0)), mask: word(1), name: Array(name)))
            offset += 16 + length
        }
        return events
    }
}
