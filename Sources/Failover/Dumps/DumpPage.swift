/// A dump as text: sections, and lines that are indented by what they belong to.
struct DumpPage {
    private(set) var text = ""

    /// How deep a line stands. Programs tell by it what a line is of.
    enum Depth: Int {
        /// An object of the section, or a fact of the section itself.
        case object = 1
        /// A fact of the object.
        case fact = 3
        /// An element of a list that the line above began.
        case element = 5
    }

    mutating func section(_ name: String) {
        self.text += "------< \(name) >------\n"
    }

    mutating func line(_ depth: Depth, _ words: String) {
        self.text += String(repeating: " ", count: depth.rawValue)
        self.text += Self.oneLine(words)
        self.text += "\n"
    }

    mutating func field(_ depth: Depth, _ label: String, _ value: some CustomStringConvertible) {
        self.line(depth, "\(label) = \(value)")
    }

    /// A list with its heading; without elements there is none.
    mutating func list(_ heading: String, _ elements: some Collection<String>) {
        guard !elements.isEmpty else { return }
        self.line(.fact, heading)
        for element in elements { self.line(.element, element) }
    }

    /// Names and texts may hold anything that a file or a plugin gave; a line stays one.
    static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }
            )
        )
    }
}
