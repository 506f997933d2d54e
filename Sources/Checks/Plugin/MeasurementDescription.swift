/// A value a plugin measures; see ``CheckOutcome/Measurement``.
public struct MeasurementDescription: Hashable, Sendable {
    public var name: String
    public var unit: String
    public var documentation: String

    public init(name: String, unit: String, documentation: String) {
        self.name = name
        self.unit = unit
        self.documentation = documentation
    }
}
