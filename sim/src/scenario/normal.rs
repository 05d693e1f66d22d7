//! The lognormal distribution as a table of whole numbers: without floats, it is the same on every machine.
//!
//! A lognormal time is `median * exp(sigma * z)`, where `z` is a quantile of the standard normal distribution. The
//! quantiles are constants, in millionths; the exponential is computed in fixed point by square roots of two.

use super::times::Lognormal;

/// The quantiles at 129/256, 130/256 … 255/256, in millionths; those below the median are their negatives.
const BODY: [i64; 127] = [
    9_792, 19_584, 29_379, 39_176, 48_977, 58_783, 68_594, 78_412, 88_238, 98_072, 107_916, 117_770, 127_635, 137_513,
    147_405, 157_311, 167_232, 177_170, 187_125, 197_099, 207_093, 217_107, 227_143, 237_202, 247_285, 257_394,
    267_528, 277_690, 287_881, 298_102, 308_355, 318_639, 328_958, 339_312, 349_702, 360_130, 370_597, 381_105,
    391_656, 402_250, 412_890, 423_576, 434_311, 445_097, 455_934, 466_825, 477_772, 488_776, 499_840, 510_966,
    522_155, 533_410, 544_733, 556_126, 567_591, 579_132, 590_751, 602_449, 614_231, 626_099, 638_056, 650_104,
    662_248, 674_490, 686_834, 699_283, 711_842, 724_514, 737_304, 750_215, 763_253, 776_422, 789_727, 803_173,
    816_765, 830_511, 844_415, 858_484, 872_726, 887_147, 901_754, 916_557, 931_563, 946_782, 962_223, 977_898,
    993_816, 1_009_990, 1_026_433, 1_043_158, 1_060_180, 1_077_516, 1_095_181, 1_113_194, 1_131_577, 1_150_349,
    1_169_537, 1_189_164, 1_209_261, 1_229_859, 1_250_992, 1_272_699, 1_295_022, 1_318_011, 1_341_718, 1_366_204,
    1_391_537, 1_417_797, 1_445_073, 1_473_468, 1_503_103, 1_534_121, 1_566_689, 1_601_009, 1_637_325, 1_675_940,
    1_717_228, 1_761_670, 1_809_892, 1_862_732, 1_921_351, 1_987_428, 2_063_528, 2_153_875, 2_266_227, 2_417_559,
    2_660_067,
];
/// The quantiles at 1 - 2^-9, 1 - 2^-10 … 1 - 2^-17, in millionths. The last one is also the end of the
/// tail.
const TAIL: [i64; 9] =
    [2_885_635, 3_097_269, 3_297_193, 3_487_104, 3_668_329, 3_841_931, 4_008_773, 4_169_569, 4_324_919];

/// Places after the point in the fixed-point numbers below.
const POINT: u32 = 62;
/// The logarithm of e to the base two, with 32 places after the point.
const LOG2_E: i128 = 6_196_328_019;
/// Thousandths of sigma times millionths of a quantile.
const SCALE: i128 = 1_000_000_000;

/// The whole, as a share of 2^32.
const WHOLE: u64 = 1 << 32;

/// Returns the points (share of 2^32, milliseconds) between which times are interpolated, both rising, the first at 0
/// and the last at 2^32; no time is below 1 or above `most`.
pub(super) fn points(lognormal: Lognormal, most: u32) -> Vec<(u64, u32)> {
    let upper = (1..).map(|k| WHOLE / 2 + k * (WHOLE / 256)).zip(BODY);
    let tail = (9..).map(|k| WHOLE - (WHOLE >> k)).zip(TAIL);
    let mut half: Vec<(u64, i64)> = upper.chain(tail).collect();
    if let Some(end) = half.last_mut() {
        end.0 = WHOLE;
    }
    let lower = half.iter().rev().map(|&(share, z)| (WHOLE - share, -z));
    let all = lower.chain([(WHOLE / 2, 0)]).chain(half.iter().copied());
    all.map(|(share, z)| (share, at(lognormal, z, most))).collect()
}

/// Returns `median * exp(sigma * z)`, rounded to the nearest whole millisecond.
fn at(Lognormal { median_ms, sigma_thousandths }: Lognormal, z: i64, most: u32) -> u32 {
    let exponent = i128::from(sigma_thousandths) * i128::from(z) * LOG2_E / SCALE;
    let (whole, fraction) = (exponent >> 32, (exponent & 0xFFFF_FFFF) as u32);
    let product = u128::from(median_ms) * power_of_two(fraction);
    let ms = match u32::try_from(i128::from(POINT) - whole) {
        Ok(0) => product,
        Ok(shift @ 1..128) => (product + (1 << (shift - 1))) >> shift,
        Ok(128..) => 0,
        Err(_) => u128::MAX,
    };
    u32::try_from(ms).unwrap_or(most).clamp(1, most)
}

/// Returns two to the power of a fraction (of 2^32), with `POINT` places: the product of those square roots of square
/// roots of two whose bit is set.
fn power_of_two(fraction: u32) -> u128 {
    let (mut root, mut power) = (2 << POINT, 1 << POINT);
    for bit in (0..u32::BITS).rev() {
        root = u128::isqrt(root << POINT);
        if fraction >> bit & 1 == 1 {
            power = (power * root) >> POINT;
        }
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPICAL: Lognormal = Lognormal { median_ms: 7_500, sigma_thousandths: 500 };

    /// The table determines the journals of a seed, so it is frozen.
    #[test]
    fn the_table_is_frozen() {
        let points = points(TYPICAL, 3_600_000);
        assert_eq!(points.len(), 273);
        let sum =
            points.iter().fold(0, |sum: u64, (share, ms)| sum.wrapping_mul(31).wrapping_add(share ^ u64::from(*ms)));
        let shown: Vec<_> = points.iter().step_by(34).map(|(_, ms)| *ms).collect();
        assert_eq!((sum, shown.as_slice()), (FROZEN_SUM, FROZEN.as_slice()));
    }

    const FROZEN_SUM: u64 = 2_185_026_733_731_880_220;
    const FROZEN: [u32; 9] = [863, 3_969, 5_221, 6_330, 7_500, 8_887, 10_774, 14_172, 65_194];

    /// The integral of the density between two quantiles, by Simpson's rule, checks the table independently.
    #[test]
    fn the_quantiles_are_those_of_the_normal_distribution() {
        let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let between = |from: f64, to: f64| {
            let step = (to - from) / 64.0;
            (0..64)
                .map(|n| from + f64::from(n) * step)
                .fold(0.0, |sum, z| sum + step / 6.0 * (density(z) + 4.0 * density(z + step / 2.0) + density(z + step)))
        };
        let mut before = 0.0;
        for (n, z) in (1..).zip(BODY) {
            let z = z as f64 / 1e6;
            assert!((between(before, z) - 1.0 / 256.0).abs() < 1e-6, "{n}/256");
            before = z;
        }
        for (k, z) in (9..).zip(TAIL) {
            let z = z as f64 / 1e6;
            assert!((between(before, z) / 0.5_f64.powi(k) - 1.0).abs() < 2e-3, "1 - 2^-{k}");
            before = z;
        }
    }

    #[test]
    fn the_exponential_is_right_to_the_millisecond() {
        for sigma in [1_u32, 250, 500, 999, 2_000] {
            for z in [-4_000_000_i64, -1_234_567, -1, 0, 1, 674_490, 2_500_000, 4_200_000] {
                let exact = 20_000.0 * (f64::from(sigma) * z as f64 / 1e9).exp();
                let made = at(Lognormal { median_ms: 20_000, sigma_thousandths: sigma }, z, u32::MAX);
                assert!((f64::from(made) - exact.max(1.0)).abs() < 0.6, "sigma {sigma}, z {z}: {made}, not {exact}");
            }
        }
    }

    #[test]
    fn points_rise_and_stay_within_bounds() {
        for lognormal in [TYPICAL, Lognormal { median_ms: 1, sigma_thousandths: 2_000 }] {
            let points = points(lognormal, 9_000);
            assert_eq!((points[0].0, points[points.len() - 1].0), (0, WHOLE));
            assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
            assert!(points.iter().all(|(_, ms)| (1..=9_000).contains(ms)));
        }
    }
}
