import Failover

extension ReloadOutcome {
    /// `reload/v1`, as the control socket answers.
    var json: String {
        var json = JSONText()
        json.object { json in
            json.value("schema", "reload/v1")
            json.value("done", self.isAccepted)
            json.value("generation", self.generation)
            json.value("summary", self.summary)
            json.array("diagnostics") { json in
                for text in self.diagnostics { json.value(nil, text) }
            }
            json.value("omitted", self.omitted)
        }
        return json.text
    }
}
