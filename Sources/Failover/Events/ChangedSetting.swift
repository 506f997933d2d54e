/// A parameter of the kernel that was changed, and what is to be put back.
package struct ChangedSetting: Hashable, Sendable {
    package var name: String
    package var original: Int
    package var value: Int

    package init(name: String, original: Int, value: Int) {
        self.name = name
        self.original = original
        self.value = value
    }
}
