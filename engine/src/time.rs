//! Time in the engine: whole milliseconds since the journal's epoch.

use core::fmt;
use core::num::NonZeroU64;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in whole milliseconds since the journal's epoch.
///
/// It stores the milliseconds plus one, so that `Option<Instant>` is as small as `Instant`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(NonZeroU64);

impl Instant {
    /// The journal's epoch.
    pub const EPOCH: Self = Self(NonZeroU64::MIN);

    /// The latest moment. Arithmetic saturates here.
    pub const MAX: Self = Self(NonZeroU64::MAX);

    /// Returns the moment `ms` milliseconds after the epoch.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Self {
        Self(NonZeroU64::MIN.saturating_add(ms))
    }

    /// Returns the milliseconds since the epoch.
    #[must_use]
    pub const fn ms(self) -> u64 {
        self.0.get() - 1
    }

    /// Returns the moment `ms` milliseconds later, at most [`Instant::MAX`].
    #[must_use]
    pub const fn after_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Returns the milliseconds since `earlier`; 0 if that lies in the future.
    #[must_use]
    pub const fn ms_since(self, earlier: Self) -> u64 {
        self.0.get().saturating_sub(earlier.0.get())
    }
}

/// Seconds with three decimals, as timelines print them: `3.537`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.ms();
        write!(f, "{}.{:03}", ms / 1000, ms % 1000)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.ms())
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self::from_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Instant::MAX.after_ms(1), Instant::MAX);
        assert_eq!(Instant::from_ms(u64::MAX), Instant::MAX);
        assert_eq!(Instant::EPOCH.ms_since(Instant::from_ms(5)), 0);
        assert_eq!(Instant::from_ms(3).after_ms(4).ms(), 7);
    }

    #[test]
    fn an_optional_instant_takes_no_extra_space() {
        assert_eq!(size_of::<Option<Instant>>(), size_of::<Instant>());
    }
}
