/// A line cannot be used, and why has been said in the log.
struct Reported: Error {}
