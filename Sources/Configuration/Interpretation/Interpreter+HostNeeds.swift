import Checks

extension Interpreter {
    /// Keeps where interfaces are named, to find the place of one that is missing.
    mutating func noteInterfaces(of statement: Statement, as keyword: RootKeyword) {
        switch keyword {
        case .instance, .syncGroup:
            let key = InterfaceOwner(keyword: keyword, name: statement.arguments.first?.text ?? "")
            self.interfaceWords[key, default: []] += statement.interfaceWords
        case .staticAddresses, .staticRoutes:
            for entry in statement.block ?? [] {
                self.staticWords[entry.keyword.location] = entry.interfaceWords + [entry.keyword]
            }
        case .polledInterfaces, .linkDelays:
            for word in statement.interfaceWords {
                self.needInterface(word.text, .spokenOf, of: keyword.rawValue, at: word)
            }
        default:
            break
        }
    }

    /// Every interface that instances and static items cannot do without, each once for each that names it.
    mutating func needInterfaces(of instances: [InstanceConfiguration]) {
        self.needs.interfacesMayBeMissing = self.global.links.mayBeMissing
        self.needs.ownInterfaces = Set(instances.flatMap(\.virtualInterfaces).map(\.name))
        var places: Set<SourceLocation> = []
        for instance in instances {
            let own = self.interfaceWords[InterfaceOwner(keyword: .instance, name: instance.name)] ?? []
            let group = self.groupOfInstance[instance.name]
            let shared = group.flatMap {
                self.interfaceWords[InterfaceOwner(keyword: .syncGroup, name: $0.name.text)]
            }
            let devices =
                (instance.virtualAddresses + instance.excludedAddresses).map(\.device)
                + instance.items.flatMap(\.devices)
            let names: [(String, InterfaceNeed.Role)] =
                ([instance.interface] + instance.virtualInterfaces.map(\.link) + devices).map { ($0, .ground) }
                + instance.trackedInterfaces.map { ($0.name, .tracked) } + (instance.vrf.map { [($0, .vrf)] } ?? [])
            var seen: Set<String> = [""]
            for (name, role) in names where seen.insert(name).inserted {
                let word = own.first { $0.text == name }
                let ofGroup = word == nil ? shared?.first { $0.text == name } : nil
                // What a group tracks concerns every member, and is said once.
                if let ofGroup, !places.insert(ofGroup.location).inserted { continue }
                let owner =
                    ofGroup == nil ? "vrrp_instance \(instance.name)" : "vrrp_sync_group \(group?.name.text ?? "")"
                let place =
                    word ?? ofGroup ?? self.instance(named: instance.name)?.name ?? .file(instance.location.file)
                self.needInterface(name, role, of: owner, at: place)
            }
        }
        for item in self.staticAddresses + self.staticRoutes {
            let words = self.staticWords[item.location] ?? []
            var seen: Set<String> = []
            for name in item.devices where seen.insert(name).inserted {
                let word = words.first { $0.text == name } ?? words.last ?? .file(item.location.file)
                self.needInterface(name, .ground, of: "static \(item)", at: word)
            }
        }
    }

    mutating func needInterface(_ name: String, _ role: InterfaceNeed.Role, of owner: String, at word: Word) {
        let mention = Mention(name: name, owner: owner, word: word)
        self.needs.interfaces.append(InterfaceNeed(mention: mention, role: role))
    }

    /// `USER [GROUP]` behind a word.
    mutating func needUser(_ words: some Collection<Word>, of owner: String, takesNumbers: Bool) {
        guard let user = words.first else { return }
        let group = words.dropFirst().first
        self.needs.users.append(
            UserNeed(
                user: Mention(name: user.text, owner: owner, word: user),
                group: group.map { Mention(name: $0.text, owner: owner, word: $0) },
                takesNumbers: takesNumbers
            )
        )
    }

    /// Everything the host must have, without the lines that must not be shown.
    func finishedNeeds() -> HostNeeds {
        var needs = self.needs
        needs.checks = self.checks.map { check in
            var check = check
            check.demandsSafePath = self.global.enableScriptSecurity
            return check
        }
        needs.keyFiles = self.keyFileWords.map { Mention(name: $0.path, owner: "auth_hmac", word: $0.word).concealed() }
        needs.checkPrograms = needs.checkPrograms.mapValues(self.shown)
        needs.notifyPrograms = needs.notifyPrograms.map(self.shown)
        return needs
    }

    private func shown(_ mention: Mention) -> Mention {
        self.log.conceals(mention.word.line) ? mention.concealed() : mention
    }
}
