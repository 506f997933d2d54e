/// A virtual interface that an agent has made. One of the same name with another index is somebody else's.
package struct MadeInterface: Hashable, Sendable {
    package var name: String
    package var index: Int32

    package init(name: String, index: Int32) {
        self.name = name
        self.index = index
    }
}
