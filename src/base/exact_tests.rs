//! Tests of exact sums: against rational arithmetic, and against IEEE's own rounding.

use proptest::prelude::*;

use super::*;

fn i(x: i64) -> Num {
    Num::Int(x)
}

fn f(bits: u64) -> Num {
    Num::Float(f64::from_bits(bits))
}

fn sum(xs: &[Num]) -> ExactSum {
    let mut sum = ExactSum::default();
    xs.iter().for_each(|&x| sum.add(x));
    sum
}

fn moments(xs: &[Num]) -> Moments {
    let mut moments = Moments::default();
    xs.iter().for_each(|&x| moments.add(x));
    moments
}

/// The bits of everything that can be asked for.
fn results(sum: &ExactSum, moments: &Moments, n: usize) -> [Option<(bool, u64)>; 4] {
    let value = sum.value().map(|v| match v {
        Num::Int(i) => (true, i as u64),
        Num::Float(f) => (false, f.to_bits()),
    });
    let float = |x: Option<f64>| x.map(|x| (false, x.to_bits()));
    [value, float(sum.mean(n as u64)), float(moments.variance()), float(moments.deviation())]
}

/// Inputs, and the sum, mean and variance that CPython's `fractions` give for them.
#[test]
fn agrees_with_rational_arithmetic() {
    #[rustfmt::skip]
    #[allow(clippy::type_complexity)]
    let cases: Vec<(Vec<Num>, Option<Num>, Option<u64>, Option<u64>)> = vec![
        (vec![f(0x40a79560c49ba5e3), i(-7486979218489765845), f(0xc0c2110b22d0e560)], Some(Num::Float(f64::from_bits(0xc3d9f9c5fb9db422))), Some(0xc3c1512ea7be7817), Some(0x47ac1d2e940ecc8d)),
        (vec![f(0x405176bf42854dcf), f(0x40813860c69884e9), f(0x4089d6d126bd7425), f(0x408d9b98fcaf3d2c), f(0x408208d2d6b98a9a)], Some(Num::Float(f64::from_bits(0x40a7389d6a43daa3))), Some(0x408293b121cfe21c), Some(0x40fbd50ee525aeec)),
        (vec![f(0x301e7af6b1c4c68c), f(0xb64aee15394b34dc), f(0x50d2276649df1540), f(0xd1a967890358e204), f(0xd0105546fe70eca4)], Some(Num::Float(f64::from_bits(0xd1a966f7d051368b))), Some(0xd184525fd9da9208), Some(0x634022a55f283145)),
        (vec![f(0x809d5f5947453b00)], Some(Num::Float(f64::from_bits(0x809d5f5947453b00))), Some(0x809d5f5947453b00), None),
        (vec![f(0xff595e761dd8cd4f), f(0xfec3f98e2796b8e8), f(0x7f7930d6ea99ba40), f(0xff0babced2e5cd98), f(0x7ec830e07ad61432)], Some(Num::Float(f64::from_bits(0x7f72a268afc8233c))), Some(0x7f4dd0a77fa69ec7), None),
        (vec![f(0x47d0000000000000), f(0x1), f(0x47e0000000000000)], Some(Num::Float(f64::from_bits(0x47e8000000000000))), Some(0x47d0000000000000), Some(0x4fb0000000000000)),
        (vec![f(0x8000051db7b53804), f(0x47d0000000000000), i(8202918413664118839), i(467), f(0x807e8e5438798d40), i(-7063335846092129992), f(0x468e82b0f3f63af8)], Some(Num::Float(f64::from_bits(0x47d00000f41587a0))), Some(0x47a24925a93d2d49), Some(0x4f824924354d324a)),
        (vec![f(0x4054253409f2ee24), f(0x40791a4edfbae13c), f(0x408b9b121398ed17), f(0x408affe031a63834), f(0x4086132c76074be8)], Some(Num::Float(f64::from_bits(0x40a6effb2b188fe5))), Some(0x40825995bc13a651), Some(0x40fcaa0f305d024b)),
        (vec![f(0x40c1e14fdf3b645a), f(0xc0c04a272b020c4a), f(0xc0b4f0dced916873)], Some(Num::Float(f64::from_bits(0xc0b1c28b851eb853))), Some(0xc097ae0f5c28f5c4), Some(0x4194e32da76d9f4d)),
        (vec![i(-462), i(248)], Some(Num::Int(-214)), Some(0xc05ac00000000000), Some(0x410ec49000000000)),
        (vec![f(0xd0b632cb466e0d20), f(0xc63a181bd33b90c0)], Some(Num::Float(f64::from_bits(0xd0b632cb466e0d20))), Some(0xd0a632cb466e0d20), Some(0x616ecc50423d6049)),
        (vec![f(0x22)], Some(Num::Float(f64::from_bits(0x22))), Some(0x22), None),
        (vec![i(-775), f(0x7f89118bb04d7298)], Some(Num::Float(f64::from_bits(0x7f89118bb04d7298))), Some(0x7f79118bb04d7298), None),
        (vec![f(0xc7e0000000000000)], Some(Num::Float(f64::from_bits(0xc7e0000000000000))), Some(0xc7e0000000000000), None),
        (vec![f(0x40bd3ea5e353f7cf)], Some(Num::Float(f64::from_bits(0x40bd3ea5e353f7cf))), Some(0x40bd3ea5e353f7cf), None),
        (vec![i(1886718038715041137), i(-361646517883562537), i(521256991981020429), f(0x408e94028b8aeac5), f(0x4080332cc36eb325), f(0x40881f80d61ecaf1), f(0x4083e38910270aab)], Some(Num::Float(f64::from_bits(0x43bc6604f0c3f14c))), Some(0x43903a4bf74b6550), Some(0x475afebc943b448e)),
        (vec![f(0x40b7e9926e978d50), f(0x40b2bd75c28f5c29), f(0xc0b771a3d70a3d71), f(0xc0a6917f7ced9168), f(0x40c32009374bc6a8), f(0xc08159978d4fdf3b), f(0x40ae14e0c49ba5e3)], Some(Num::Float(f64::from_bits(0x40cd85fa3d70a3d7))), Some(0x40a0ded8231bcb56), Some(0x417d1faf2093162a)),
        (vec![f(0x40894486a429056d), f(0x408dd8014afe83d5), f(0x40542270a5e3b2d6)], Some(Num::Float(f64::from_bits(0x409cd06b01f1ffce))), Some(0x4083359cabf6aa8a), Some(0x410ac6f56a94c8d9)),
        (vec![i(-2993215153583204899)], Some(Num::Int(-2993215153583204899)), Some(0xc3c4c504a966d255), None),
        (vec![f(0x266), f(0x1a39c9e), f(0x38e58e696d9cca), f(0x80034e561732fd3a), f(0x80000000000000ca)], Some(Num::Float(f64::from_bits(0x3811f8e409c50a))), Some(0x134193e9a16a6e), Some(0x0)),
        (vec![f(0x7f9070d7104d63a0), f(0x7fa9c9011fa72c62)], Some(Num::Float(f64::from_bits(0x7fb100b653e6ef19))), Some(0x7fa100b653e6ef19), None),
        (vec![f(0x7fefffffffffffff), f(0x1), i(-6654649502965561077), f(0x1), i(564)], Some(Num::Float(f64::from_bits(0x7fefffffffffffff))), Some(0x7fc9999999999999), None),
        (vec![f(0x37e0000000000000), f(0xc3cc1a23e8b848fc), f(0xff7d3bf6d1d5df8a)], Some(Num::Float(f64::from_bits(0xff7d3bf6d1d5df8a))), Some(0xff637d4f368e9507), None),
        (vec![f(0x407d621cac083127), f(0x40bd201cac083127)], Some(Num::Float(f64::from_bits(0x40bef63e76c8b439))), Some(0x40aef63e76c8b439), Some(0x41774582647bb2ff)),
        (vec![f(0xc0b99910e5604189), i(-4639460811477357420)], Some(Num::Float(f64::from_bits(0xc3d018ab41bc5d0b))), Some(0xc3c018ab41bc5d0b), Some(0x47a0317c8c66fd3c)),
        (vec![f(0x40818dd5c8abdda2)], Some(Num::Float(f64::from_bits(0x40818dd5c8abdda2))), Some(0x40818dd5c8abdda2), None),
        (vec![f(0xcd66524ad63315f8)], Some(Num::Float(f64::from_bits(0xcd66524ad63315f8))), Some(0xcd66524ad63315f8), None),
        (vec![f(0x80d86621df7a5ea0), f(0xcbffc5c3), f(0x15c29), i(-1067732772225679900), i(3126209307288458926), f(0x3841b04b753a), i(812)], Some(Num::Float(f64::from_bits(0x43bc912d809ae4d8))), Some(0x439052f56e0f5e32), Some(0x4774adf2a210b147)),
        (vec![f(0x7f7b4d19ecdcf06d), f(0xff26bd8c666438a5)], Some(Num::Float(f64::from_bits(0x7f7a972d89a9cea8))), Some(0x7f6a972d89a9cea8), None),
        (vec![f(0x37f0000000000000), f(0x37f0000000000000), f(0x47d0000000000000)], Some(Num::Float(f64::from_bits(0x47d0000000000000))), Some(0x47b5555555555555), Some(0x4f95555555555555)),
        (vec![i(2286051046221843340)], Some(Num::Int(2286051046221843340)), Some(0x43bfb9af5084768c), None),
        (vec![f(0x40c26cf5a1cac083)], Some(Num::Float(f64::from_bits(0x40c26cf5a1cac083))), Some(0x40c26cf5a1cac083), None),
        (vec![f(0xc0b250b70a3d70a4)], Some(Num::Float(f64::from_bits(0xc0b250b70a3d70a4))), Some(0xc0b250b70a3d70a4), None),
        (vec![f(0x4070e72337278d97)], Some(Num::Float(f64::from_bits(0x4070e72337278d97))), Some(0x4070e72337278d97), None),
        (vec![f(0x3da65fa59f4a9352), f(0xce1670c16bb50ba6)], Some(Num::Float(f64::from_bits(0xce1670c16bb50ba6))), Some(0xce0670c16bb50ba6), Some(0x5c2f792e8537fff0)),
        (vec![f(0x335), f(0x80000000007145f1), f(0x3298b4b13), f(0x89aa828b), f(0x376307f), f(0x8000000000003c4d), f(0x812f42d32d496acc)], Some(Num::Float(f64::from_bits(0x812f42d32d478faf))), Some(0x8101dd0af54d76ad), Some(0x0)),
        (vec![f(0x7fd0b0f8730dc7ce), i(8655448842487268038), i(-3874538680291688608), i(-8541776806261462789), f(0xffb1b35411510f5c)], Some(Num::Float(f64::from_bits(0x7fc88846dd7307ee))), Some(0x7fa3a038b128d325), None),
        (vec![f(0x47e0000000000000), f(0x47e0000000000000), f(0xffefffffffffffff), f(0x37f0000000000000), f(0x7fefffffffffffff)], Some(Num::Float(f64::from_bits(0x47f0000000000000))), Some(0x47c999999999999a), None),
        (vec![f(0xf6b9), f(0xc0c0c4c5a1cac083), f(0x408b7ed58c279808), f(0x7fc0e2ec402b419a), f(0xffd99498ac7c0355)], Some(Num::Float(f64::from_bits(0xffd123228c666288))), Some(0xffab6b6a7a3d6a73), None),
        (vec![i(-6317402231646504187), i(868350526425867689), f(0x406b3bb51a1255ec)], Some(Num::Float(f64::from_bits(0xc3d2e7bae9f51a68))), Some(0xc3b934f937f1788a), Some(0x47a7255b88e21bfd)),
        (vec![f(0xc0a9bab020c49ba6), f(0xc07fb2083126e979)], Some(Num::Float(f64::from_bits(0xc0adb0f126e978d5))), Some(0xc09db0f126e978d5), Some(0x414d9d0f4af31f47)),
        (vec![f(0x406f05bd9a22f14a), f(0x4056b68231415975), f(0x4061fbaf3cbe0b6d), f(0x40789fa8830cfd00), f(0x407303e9b7fb56fa), f(0x40551ee4be8caa89), f(0x40848c597164cd19)], Some(Num::Float(f64::from_bits(0x409e0c95514d7b62))), Some(0x40712bc309e321ef), Some(0x40e44d5d22f3bec0)),
        (vec![i(-6466263511876810492), i(2348863126135553157), f(0x5284e3e3157de4e4), f(0xafca8ddb87c02eea), i(-229), f(0x3cb028304880cb40), i(6385038510156359602)], Some(Num::Float(f64::from_bits(0x5284e3e3157de4e4))), Some(0x5257dfdef3fd97e0), Some(0x64ef2be1b45f7079)),
        (vec![f(0x800003192549e2d1), f(0x80000000abf2e05c)], Some(Num::Float(f64::from_bits(0x80000319d13cc32d))), Some(0x8000018ce89e6196), Some(0x0)),
        (vec![f(0x7f1998648e4b7b4c)], Some(Num::Float(f64::from_bits(0x7f1998648e4b7b4c))), Some(0x7f1998648e4b7b4c), None),
        (vec![f(0xc7e0000000000000), f(0x47d0000000000000), i(383)], Some(Num::Float(f64::from_bits(0xc7d0000000000000))), Some(0xc7b5555555555555), Some(0x4fc2aaaaaaaaaaab)),
        (vec![f(0x4080244919f58b25), f(0xfea776200b88ca7a), f(0xffefffffffffffff)], None, Some(0xffd555564f96ab25), None),
        (vec![f(0x40c10a8b22d0e560), f(0xc0b07038d4fdf3b6), f(0x40b8fdf439581062)], Some(Num::Float(f64::from_bits(0x40c55168d4fdf3b6))), Some(0x40ac6c8bc6a7ef9d), Some(0x4186a9f0deb5a3a0)),
    ];
    for (xs, value, mean, variance) in cases {
        let [got_value, got_mean, got_variance, _] = results(&sum(&xs), &moments(&xs), xs.len());
        let value = value.map(|v| match v {
            Num::Int(i) => (true, i as u64),
            Num::Float(f) => (false, f.to_bits()),
        });
        assert_eq!(got_value, value, "sum of {xs:?}");
        assert_eq!(got_mean, mean.map(|b| (false, b)), "mean of {xs:?}");
        assert_eq!(got_variance, variance.map(|b| (false, b)), "variance of {xs:?}");
    }
}

#[test]
fn tenths_add_up() {
    let tenth = Num::Float(0.1);
    assert_eq!(sum(&[tenth; 10]).value(), Some(Num::Float(1.0)));
    assert_eq!(sum(&[i(i64::MAX), i(1)]).value(), Some(Num::Float(9_223_372_036_854_775_808.0)));
    assert_eq!(sum(&[i(i64::MAX), i(1), i(-1)]).value(), Some(i(i64::MAX)));
    assert_eq!(sum(&[]).value(), Some(i(0)));
    assert_eq!(sum(&[i(1), i(2)]).mean(2), Some(1.5));
}

#[test]
fn what_is_infinite_is_no_sum() {
    let huge = Num::Float(f64::MAX);
    assert_eq!(sum(&[huge, huge]).value(), None);
    assert_eq!(sum(&[huge, huge]).mean(2), Some(f64::MAX));
    assert_eq!(sum(&[huge, huge, Num::Float(-f64::MAX)]).value(), Some(huge));
    assert_eq!(sum(&[Num::Float(f64::INFINITY), i(1)]).value(), None);
    assert_eq!(moments(&[huge, Num::Float(-f64::MAX)]).variance(), None);
    assert_eq!(moments(&[Num::Float(f64::NAN), i(1)]).variance(), None);
    assert_eq!(sum(&[]).mean(0), None);
    let (mut rest, mut of_rest) = (sum(&[i(1)]), moments(&[i(1), i(2)]));
    rest.merge(&sum(&[Num::Float(f64::INFINITY)]));
    of_rest.merge(&moments(&[Num::Float(f64::INFINITY)]));
    assert_eq!(results(&rest, &of_rest, 2), [None; 4]);
}

#[test]
fn the_deviation_has_the_range_of_doubles() {
    let scaled = |by: f64| moments(&[3.0, 5.0].map(|x| Num::Float(x * by))).deviation();
    let one = scaled(1.0).unwrap();
    assert_eq!(one, 2f64.sqrt());
    assert_eq!(scaled(2f64.powi(900)), Some(one * 2f64.powi(900)));
    assert_eq!(scaled(2f64.powi(-900)), Some(one * 2f64.powi(-900)));
    assert_eq!(moments(&[i(7), i(7)]).deviation(), Some(0.0));
    assert_eq!(moments(&[i(7)]).deviation(), None);
}

fn any_number() -> impl Strategy<Value = Num> {
    prop_oneof![
        any::<i64>().prop_map(Num::Int),
        (-1000i64..1000).prop_map(Num::Int),
        any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |x| x.is_finite()).prop_map(Num::Float),
        (-1e6..1e6f64).prop_map(Num::Float),
        (-100_000..100_000i32).prop_map(|n| Num::Float(f64::from(n) / 1000.0)),
    ]
}

fn any_float() -> impl Strategy<Value = f64> {
    prop_oneof![any::<u64>().prop_map(f64::from_bits), (-1e6..1e6f64)].prop_filter("finite", |x| x.is_finite())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// IEEE addition and division round the exact result of two operands once, as we do.
    #[test]
    fn two_doubles_add_as_the_processor_does(a in any_float(), b in any_float(), n in 1u64..1 << 53) {
        let two = sum(&[Num::Float(a), Num::Float(b)]);
        let expected = a + b;
        prop_assert_eq!(two.value().map(Num::float), expected.is_finite().then_some(expected));
        prop_assert_eq!(sum(&[Num::Float(a)]).mean(n), Some(a / n as f64));
    }

    #[test]
    fn integers_add_exactly(xs in prop::collection::vec(any::<i64>(), 0..20)) {
        let exact: i128 = xs.iter().map(|&x| i128::from(x)).sum();
        let nums: Vec<Num> = xs.iter().map(|&x| Num::Int(x)).collect();
        let expected = i64::try_from(exact).map_or(Num::Float(exact as f64), Num::Int);
        prop_assert_eq!(sum(&nums).value(), Some(expected));
    }

    #[test]
    fn no_order_and_no_split_shows(
        xs in prop::collection::vec((any_number(), any::<u32>(), 0usize..4), 0..40),
    ) {
        let all: Vec<Num> = xs.iter().map(|x| x.0).collect();
        let whole = results(&sum(&all), &moments(&all), all.len());
        let mut shuffled = xs.clone();
        shuffled.sort_by_key(|x| x.1);
        let mut total = (ExactSum::default(), Moments::default());
        for part in [2, 0, 3, 1] {
            let part: Vec<Num> = shuffled.iter().filter(|x| x.2 == part).map(|x| x.0).collect();
            let (mut s, mut m) = (sum(&part), moments(&part));
            s.merge(&total.0);
            m.merge(&total.1);
            total = (s, m);
        }
        prop_assert_eq!(results(&total.0, &total.1, all.len()), whole);
    }
}
