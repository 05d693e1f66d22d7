//! The form of times in a scenario file: `[from, to]`, `{ lognormal = … }` or `{ table = … }`.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use toml::{Spanned, Value};

/// Times in the form of the file.
pub(super) enum TimesFile {
    Range([i64; 2]),
    Shaped(Shaped),
}

/// A distribution by name. Exactly one is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shaped {
    pub(super) lognormal: Option<LognormalFile>,
    pub(super) table: Option<Vec<PointFile>>,
}

/// Percent, milliseconds.
pub(super) type PointFile = Spanned<(Spanned<Value>, i64)>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LognormalFile {
    pub(super) median: Spanned<i64>,
    pub(super) sigma: Spanned<Value>,
}

impl<'de> Deserialize<'de> for TimesFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyShape)
    }
}

struct AnyShape;

impl<'de> Visitor<'de> for AnyShape {
    type Value = TimesFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[from, to], { lognormal = { median, sigma } } or { table = [[percent, ms], …] }, in milliseconds")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<TimesFile, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(seq)).map(TimesFile::Range)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TimesFile, A::Error> {
        Deserialize::deserialize(MapAccessDeserializer::new(map)).map(TimesFile::Shaped)
    }
}
