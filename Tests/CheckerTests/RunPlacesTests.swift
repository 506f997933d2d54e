import Testing

@testable import Checker

@Suite struct RunPlacesTests {
    private typealias Ticket = RunPlaces.Ticket

    @Test func aPlaceIsGivenOnlyOnce() {
        var places = RunPlaces(limit: 2)
        #expect(places.take(isSuspect: false) == true)
        #expect(places.take(isSuspect: false) == true)
        #expect(places.take(isSuspect: false) == false)
        places.release(isSuspect: false)
        #expect(places.take(isSuspect: false) == true)
    }

    @Test func whoCameFirstIsNextAndWhoHasGivenUpIsPassedOver() {
        var places = RunPlaces(limit: 1)
        #expect(places.take(isSuspect: false) == true)
        for id in 0..<4 { places.wait(Ticket(id: id, number: 9), isSuspect: false) }
        #expect(places.next { _ in true } == nil, "no place is free")
        places.release(isSuspect: false)
        #expect(places.next { $0.id >= 2 } == Ticket(id: 2, number: 9))
        #expect(places.next { _ in true } == Ticket(id: 3, number: 9))
        #expect(places.next { _ in true } == nil)
    }

    @Test func suspectsGetHalfOfThePlacesAndOnlyAfterTheOthers() {
        var places = RunPlaces(limit: 4)
        #expect(places.take(isSuspect: true) == true)
        #expect(places.take(isSuspect: true) == true)
        #expect(places.take(isSuspect: true) == false, "the other half is for checks that work")
        places.wait(Ticket(id: 1, number: 1), isSuspect: true)
        places.wait(Ticket(id: 2, number: 2), isSuspect: false)
        #expect(places.next { _ in true } == Ticket(id: 2, number: 2))
        #expect(places.take(isSuspect: false) == true)
        #expect(places.next { _ in true } == nil)
        places.release(isSuspect: true)
        #expect(places.next { _ in true } == Ticket(id: 1, number: 1))
    }

    @Test func thereIsAlwaysOnePlaceAtLeast() {
        var places = RunPlaces(limit: 0)
        #expect(places.take(isSuspect: true) == true)
    }
}
