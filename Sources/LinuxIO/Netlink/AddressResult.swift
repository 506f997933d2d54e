/// What became of the request to add or remove one address, route or rule.
package enum AddressResult: Hashable, Sendable {
    case done
    /// To be added, and there already.
    case exists
    /// To be removed, and not there (or its interface is gone).
    case notFound
    case failed(SystemError)
}
