extension Node {
    /// `keepalived.stats`.
    var statisticsDump: String {
        var text = ""
        for instance in self.instances {
            let counters = DumpCounters(instance.counters)
            text += "VRRP Instance: \(DumpPage.oneLine(instance.name))\n"
            for group in Self.groups(of: counters) {
                if let heading = group.heading { text += "  \(heading):\n" }
                let indent = group.heading == nil ? "  " : "    "
                for (label, value) in group.values { text += "\(indent)\(label): \(value)\n" }
            }
        }
        return text
    }

    private static func groups(
        of counters: DumpCounters
    ) -> [(heading: String?, values: KeyValuePairs<String, UInt64>)] {
        [
            ("Advertisements", ["Received": counters.received, "Sent": counters.sent]),
            (nil, ["Became master": counters.becameMaster, "Released master": counters.releasedMaster]),
            (
                "Packet Errors",
                [
                    "Length": counters.length, "TTL": counters.timeToLive, "Invalid Type": counters.type,
                    "Advertisement Interval": counters.interval, "Address List": counters.addressList,
                ]
            ),
            (
                "Authentication Errors",
                [
                    "Invalid Type": counters.unknownAuthentication, "Type Mismatch": counters.otherAuthentication,
                    "Failure": counters.wrongPassword,
                ]
            ),
            (
                "Authentication Extension Errors",
                [
                    "Missing": counters.missingTrailer, "Malformed": counters.malformedTrailer,
                    "Unknown Key": counters.unknownKey, "Invalid HMAC": counters.wrongCode, "Stale": counters.stale,
                    "Replay": counters.replayed,
                ]
            ),
            ("Priority Zero", ["Received": counters.priorityZeroReceived, "Sent": counters.priorityZeroSent]),
        ]
    }
}
