/// A block whose words name interfaces.
struct InterfaceOwner: Hashable {
    let keyword: RootKeyword
    let name: String
}
