//! Histograms of whole numbers, as exact counts.

/// The number of classes of a histogram.
const CLASSES: usize = 128;

/// Counts of numbers in classes of equal width, from 0. A number beyond the last class doubles the width and merges
/// the classes in pairs, so the result does not depend on the order of the numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Histogram {
    width: u64,
    counts: Vec<u64>,
}

impl Histogram {
    /// Returns an empty histogram whose classes are `width` wide at first.
    #[must_use]
    pub fn new(width: u64) -> Self {
        Self { width: width.max(1), counts: vec![0; CLASSES] }
    }

    /// Returns the width of a class.
    #[must_use]
    pub const fn width(&self) -> u64 {
        self.width
    }

    /// Returns the counts of all classes, up to the last one that is not empty.
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        let last = self.counts.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
        &self.counts[..last]
    }

    /// Counts a number `times` times.
    pub fn see(&mut self, number: u64, times: u64) {
        while number / self.width >= CLASSES as u64 {
            self.widen();
        }
        self.counts[(number / self.width) as usize] += times;
    }

    #[cold]
    fn widen(&mut self) {
        self.width *= 2;
        for class in 0..CLASSES {
            self.counts[class] = self.counts.get(2 * class..2 * class + 2).map_or(0, |two| two.iter().sum());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[u64]) -> Histogram {
        let mut histogram = Histogram::new(10);
        numbers.iter().for_each(|number| histogram.see(*number, 1));
        histogram
    }

    #[test]
    fn a_number_beyond_the_last_class_makes_all_classes_wider() {
        let histogram = of(&[0, 9, 10, 25, 1279]);
        assert_eq!((histogram.width(), &histogram.counts()[..3]), (10, &[2, 1, 1][..]));
        let wider = of(&[0, 9, 10, 25, 1280]);
        assert_eq!((wider.width(), &wider.counts()[..3], wider.counts().len()), (20, &[3, 1, 0][..], 65));
    }

    #[test]
    fn order_and_the_way_of_counting_make_no_difference() {
        let numbers = [3, 50_000, 17, 1279, 1280, 9_999, 0, 640, 17];
        let mut sorted = numbers;
        sorted.sort_unstable();
        assert_eq!(of(&numbers), of(&sorted));
        let mut thrice = Histogram::new(10);
        numbers.iter().for_each(|number| thrice.see(*number, 3));
        assert_eq!(thrice, of(&[numbers; 3].concat()));
    }
}
