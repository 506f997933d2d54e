/// The version all programs of a build say they are.
package enum BatonVersion {
    package static let current = "0.1.0"
}
