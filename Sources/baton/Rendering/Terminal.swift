import Glibc

/// The terminal behind standard output, if it is one.
enum Terminal {
    /// Whether text may be drawn over text.
    static var isInteractive: Bool {
        guard isatty(STDOUT_FILENO) == 1 else { return false }
        let kind = unsafe getenv("TERM").map { unsafe String(cString: $0) }
        return kind != nil && kind != "dumb" && kind != ""
    }

    /// Rows and columns; 24 and 80 where the terminal does not say.
    static var size: (rows: Int, columns: Int) {
        // struct winsize of ioctl_tty(2): rows, columns, and two sizes in pixels. The type itself belongs to one module
        // or another by the order of this module's files.
        var size = [UInt16](repeating: 0, count: 4)
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size[0] > 0, size[1] > 0 else {
            return (24, 80)
        }
        return (Int(size[0]), Int(size[1]))
    }
}
