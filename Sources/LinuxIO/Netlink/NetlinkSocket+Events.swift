import Glibc

extension NetlinkSocket {
    /// What has happened since the last call, in order; more may be waiting (the descriptor stays readable).
    ///
    /// - Parameters:
    ///   - limit: Datagrams read in one turn, so that a storm of changes does not keep the loop from its deadlines.
    ///   - overrun: Stands where events were lost, or could not be read: one of them may have been one we needed.
    ///   - decode: Appends the events of one datagram.
    func events<Event>(
        atMost limit: Int,
        overrun: Event,
        decode: (ArraySlice<UInt8>, inout [Event]) throws(NetlinkError) -> Void
    ) throws(SystemError) -> [Event] {
        var events: [Event] = []
        for _ in 0..<limit {
            do throws(SystemError) {
                guard let datagram = try self.receive() else { break }
                do throws(NetlinkError) {
                    try decode(datagram, &events)
                } catch {
                    events.append(overrun)
                }
            } catch {
                guard error.code == ENOBUFS else { throw error }
                events.append(overrun)
            }
        }
        return events
    }
}
