extension ReceivedPacket {
    /// Verifies what stands behind the message, if the policy asks for it: cheap things first, so that a flood of
    /// recordings costs no hash.
    ///
    /// - Parameter length: of the message without its trailer; the packet has exactly that, or a trailer more.
    /// - Returns: the sequence that was signed; nil where nothing is signed and that is allowed.
    func signedSequence(_ policy: AcceptancePolicy, length: Int) throws(DiscardReason) -> MessageSequence? {
        guard let authentication = policy.messageAuthentication else { return nil }
        guard self.message.count > length else {
            guard authentication.mode != .enforce else { throw .authenticationMissing }
            return nil
        }
        guard let trailer = AuthenticationTrailer(parsing: self.message[length...]) else {
            throw .authenticationMalformed
        }
        // Nothing is proved yet: the time can only condemn the packet.
        if case .time(let window) = authentication.antiReplay {
            guard trailer.sequence.isWithin(window, of: policy.receivedAt) else { throw .authenticationStale }
        }
        guard let key = authentication.key(trailer.keyIdentifier) else { throw .authenticationKeyUnknown }
        guard trailer.isValid(for: Array(self.message[..<length]), from: self.source.bytes, with: key) else {
            throw .authenticationInvalid
        }
        return trailer.sequence
    }

    /// Whether the clocks of sender and listener are so far apart that more would soon be too much.
    static func isSkewed(_ sequence: MessageSequence, _ policy: AcceptancePolicy) -> Bool {
        guard case .time(let window)? = policy.messageAuthentication?.antiReplay else { return false }
        return !sequence.isWithin(window / 2, of: policy.receivedAt)
    }
}
