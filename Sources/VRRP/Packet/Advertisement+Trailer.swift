extension Advertisement {
    /// What follows the message where it is signed. It is the same for every destination: one advertisement is one
    /// sequence, however many peers it goes to.
    ///
    /// - Parameter source: the address the packet leaves from; it is signed as well.
    package func trailer(source: IPAddress, key: MessageKey, sequence: MessageSequence) -> [UInt8] {
        // The destination reaches nothing but the checksum, and that is read as zero.
        let message = self.encoded(source: source, destination: .vrrpGroup(source.family))
        return AuthenticationTrailer(signing: message, from: source.bytes, with: key, sequence: sequence).bytes
    }
}
