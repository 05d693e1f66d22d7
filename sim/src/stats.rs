//! Means, deviations and intervals, from exact sums.

/// The 97.5 % quantile of the standard normal distribution, for intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// The count of numbers, their sum, and the sum of their squares.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moments {
    count: u64,
    sum: u64,
    squares: u128,
}

impl Moments {
    /// Adds a number.
    #[inline]
    pub fn see(&mut self, number: u64) {
        self.count += 1;
        self.sum += number;
        self.squares += u128::from(number) * u128::from(number);
    }

    /// Adds the numbers of another tally.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    /// Returns the count of numbers.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Returns the sum of the numbers.
    #[must_use]
    pub const fn sum(&self) -> u64 {
        self.sum
    }

    /// Returns the mean; 0 without numbers.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.count.max(1) as f64
    }

    /// Returns the sample standard deviation, over n - 1; 0 for fewer than two numbers.
    #[must_use]
    pub fn sd(&self) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        // n * squares - sum^2 is exact; only the last division rounds.
        let (n, sum) = (u128::from(self.count), u128::from(self.sum));
        let spread = (n * self.squares).saturating_sub(sum * sum);
        (spread as f64 / (n as f64 * (n - 1) as f64)).sqrt()
    }

    /// Returns the 95 % interval of the mean, by the normal distribution.
    #[must_use]
    pub fn normal_interval(&self) -> (f64, f64) {
        let half = Z * self.sd() / (self.count.max(1) as f64).sqrt();
        (self.mean() - half, self.mean() + half)
    }

    /// Returns the 95 % interval of a share, after Wilson (1927); the numbers must be 0 or 1.
    #[must_use]
    pub fn wilson_interval(&self) -> (f64, f64) {
        if self.count == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (self.count as f64, self.mean());
        let scale = 1.0 + Z * Z / n;
        let middle = (p + Z * Z / (2.0 * n)) / scale;
        let half = Z / scale * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(numbers: &[u64]) -> Moments {
        let mut tally = Moments::default();
        numbers.iter().for_each(|number| tally.see(*number));
        tally
    }

    #[test]
    fn mean_and_deviation_are_those_of_the_sample() {
        let tally = tally(&[2, 4, 4, 4, 5, 5, 7, 9]);
        assert_eq!(tally.mean(), 5.0);
        assert!((tally.sd() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn wilson_has_the_textbook_value() {
        // 10 of 20: Agresti and Coull (1998) give 0.299 to 0.701.
        let (low, high) = tally(&[[0; 10], [1; 10]].concat()).wilson_interval();
        assert!((low - 0.2993).abs() < 1e-4 && (high - 0.7007).abs() < 1e-4, "{low} {high}");
    }

    #[test]
    fn a_share_of_nothing_or_all_stays_in_range() {
        assert_eq!(tally(&[0; 5]).wilson_interval().0, 0.0);
        assert_eq!(tally(&[1; 5]).wilson_interval().1, 1.0);
        assert_eq!(Moments::default().wilson_interval(), (0.0, 1.0));
    }
}
