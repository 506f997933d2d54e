import Configuration

extension PlacedAddress {
    init(_ address: VirtualAddress, on interfaceIndex: Int32) {
        self.init(
            address: address.address,
            prefixLength: address.prefixLength,
            interfaceIndex: interfaceIndex,
            label: address.label,
            scope: address.scope,
            broadcast: address.broadcast,
            options: address.options,
            isTracked: address.isTracked
        )
    }
}
