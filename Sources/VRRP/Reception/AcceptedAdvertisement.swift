/// An advertisement that passed every check of a policy.
package struct AcceptedAdvertisement: Hashable, Sendable {
    package let advertisement: Advertisement
    package let source: IPAddress
    /// In the order of `AcceptanceNote`, each at most once.
    package let notes: [AcceptanceNote]
    /// What was signed; the caller takes none twice. nil = not signed.
    package let sequence: MessageSequence?
}
