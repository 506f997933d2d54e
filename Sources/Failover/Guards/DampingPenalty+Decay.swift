import VRRP

extension DampingPenalty {
    /// What is left after a time. Never more after a longer time than after a shorter one.
    ///
    /// Between the entries of the table the curve is taken as straight, which leaves at most 1.5 × 10⁻⁵ of the penalty too
    /// much, and never too little by more than the last bit.
    ///
    /// - Parameters:
    ///   - time: A negative one is taken as none.
    ///   - halfLife: More than zero; with less nothing is left.
    package func decayed(over time: Duration, halfLife: Duration) -> DampingPenalty {
        let life = halfLife.clampedNanoseconds
        let time = max(0, time.clampedNanoseconds)
        guard life > 0 else { return .zero }
        let halves = time / life
        guard halves < 64 else { return .zero }
        let position = UInt128(time % life) * UInt128(Self.steps)
        let step = Int(position / UInt128(life))
        let rest = position % UInt128(life)
        let drop = UInt128(Self.powers[step] - Self.powers[step + 1]) * rest / UInt128(life)
        let factor = UInt128(Self.powers[step]) - drop
        return DampingPenalty(rawValue: UInt64((UInt128(self.rawValue) * factor) >> UInt128(32 + halves)))
    }

    /// The shortest time, to the nanosecond, after which no more than `target` is left.
    package func time(toReach target: DampingPenalty, halfLife: Duration) -> Duration {
        guard self > target else { return .zero }
        var (tooShort, enough) = (Int64(0), (halfLife * 64).clampedNanoseconds)
        while enough - tooShort > 1 {
            let middle = tooShort + (enough - tooShort) / 2
            if self.decayed(over: .nanoseconds(middle), halfLife: halfLife) > target {
                tooShort = middle
            } else {
                enough = middle
            }
        }
        return .nanoseconds(enough)
    }

    private static let steps = 64

    /// 2³² · 2^(−k/64) for k = 0…64, rounded to the nearest.
    private static let powers: [UInt64] = [
        4_294_967_296, 4_248_701_965, 4_202_935_003, 4_157_661_043, 4_112_874_773,
        4_068_570_940, 4_024_744_348, 3_981_389_855, 3_938_502_376, 3_896_076_880,
        3_854_108_391, 3_812_591_987, 3_771_522_796, 3_730_896_002, 3_690_706_840,
        3_650_950_594, 3_611_622_603, 3_572_718_252, 3_534_232_978, 3_496_162_267,
        3_458_501_653, 3_421_246_719, 3_384_393_094, 3_347_936_457, 3_311_872_529,
        3_276_197_082, 3_240_905_930, 3_205_994_934, 3_171_459_999, 3_137_297_074,
        3_103_502_151, 3_070_071_267, 3_037_000_500, 3_004_285_971, 2_971_923_842,
        2_939_910_317, 2_908_241_642, 2_876_914_102, 2_845_924_021, 2_815_267_765,
        2_784_941_738, 2_754_942_382, 2_725_266_179, 2_695_909_648, 2_666_869_345,
        2_638_141_863, 2_609_723_834, 2_581_611_923, 2_553_802_834, 2_526_293_303,
        2_499_080_105, 2_472_160_047, 2_445_529_972, 2_419_186_755, 2_393_127_307,
        2_367_348_571, 2_341_847_524, 2_316_621_173, 2_291_666_561, 2_266_980_759,
        2_242_560_872, 2_218_404_036, 2_194_507_417, 2_170_868_212, 2_147_483_648,
    ]
}
