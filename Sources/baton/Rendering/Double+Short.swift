extension Double {
    /// Without a fraction where there is none, otherwise with at most three decimals.
    var short: String {
        if let whole = Int64(exactly: self.rounded()), abs(self - Double(whole)) < 0.0005 { return String(whole) }
        return String((self * 1000).rounded() / 1000)
    }
}
