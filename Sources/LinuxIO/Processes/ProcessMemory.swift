import CLinux

/// The memory of this process.
package enum ProcessMemory {
    /// Keeps less heap in reserve from now on; for processes that live long and need little.
    package static func keepHeapSmall() {
        clinux_keep_heap_small()
    }

    /// Gives back what only the start needed: free heap, and the pages of the program that were read for it. What is
    /// needed again comes back from the page cache, a page at a time; so call it where a microsecond is no matter.
    package static func releaseUnused() {
        clinux_release_unused_memory()
    }
}
