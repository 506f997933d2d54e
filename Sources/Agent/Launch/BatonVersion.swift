/// The version all programs of this package report.
package enum BatonVersion {
    package static let current = "0.1.0"
}
