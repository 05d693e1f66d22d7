//! The canonical text of a value: the bytes that `serde_json` writes, in less time.
//!
//! Keys and the names of variants never need escapes, so they are copied unchanged; that halves the work.

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, Serializer,
};
use serde_json::Error;

/// Writes the canonical text of `value` to the end of `out`.
///
/// # Panics
///
/// If the value contains a part that no record has: a float, a map, bytes, a tuple.
#[inline]
pub(crate) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    value.serialize(Canonical { out }).expect("records are made of whole numbers, texts, lists, structs and enums");
}

struct Canonical<'a> {
    out: &'a mut Vec<u8>,
}

/// A list or a struct that is being written.
struct Compound<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
    end: &'static [u8],
}

type Unused = Impossible<(), Error>;

fn unsupported<T>(part: &str) -> Result<T, Error> {
    Err(Error::custom(format_args!("a record has no {part}")))
}

impl<'a> Canonical<'a> {
    #[inline]
    fn parts(self, begin: &[u8], end: &'static [u8]) -> Compound<'a> {
        self.out.extend_from_slice(begin);
        Compound { out: self.out, is_first: true, end }
    }

    /// Writes a key or the name of a variant. Both are identifiers of Rust, so neither needs escapes.
    #[inline]
    fn name(&mut self, before: &[u8], name: &'static str, after: &[u8]) {
        self.out.extend_from_slice(before);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(after);
    }
}

impl<'a> Serializer for Canonical<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;
    type SerializeTuple = Unused;
    type SerializeTupleStruct = Unused;
    type SerializeTupleVariant = Unused;
    type SerializeMap = Unused;

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    #[inline]
    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(u64::from(value))
    }

    #[inline]
    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(u64::from(value))
    }

    #[inline]
    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(u64::from(value))
    }

    #[inline]
    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
        Ok(())
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Result<(), Error> {
        // A fold without an early exit lets the compiler test sixteen bytes at once.
        let escapes = |byte| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
        if text.bytes().fold(false, |any, byte| any | escapes(byte)) {
            return serde_json::to_writer(self.out, text);
        }
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit_variant(mut self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.name(b"\"", variant, b"\"");
        Ok(())
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.name(b"{\"", variant, b"\":");
        value.serialize(Canonical { out: self.out })?;
        self.out.push(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.parts(b"[", b"]"))
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.parts(b"{", b"}"))
    }

    #[inline]
    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.name(b"{\"", variant, b"\":");
        Ok(self.parts(b"{", b"}}"))
    }

    fn serialize_i8(self, _: i8) -> Result<(), Error> {
        unsupported("signed numbers")
    }

    fn serialize_i16(self, _: i16) -> Result<(), Error> {
        unsupported("signed numbers")
    }

    fn serialize_i32(self, _: i32) -> Result<(), Error> {
        unsupported("signed numbers")
    }

    fn serialize_i64(self, _: i64) -> Result<(), Error> {
        unsupported("signed numbers")
    }

    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        unsupported("floats")
    }

    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        unsupported("floats")
    }

    fn serialize_char(self, _: char) -> Result<(), Error> {
        unsupported("single characters")
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        unsupported("bytes")
    }

    fn serialize_unit(self) -> Result<(), Error> {
        unsupported("units")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        unsupported("units")
    }

    fn serialize_tuple(self, _: usize) -> Result<Unused, Error> {
        unsupported("tuples")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Unused, Error> {
        unsupported("tuples")
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Unused, Error> {
        unsupported("tuples")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Unused, Error> {
        unsupported("maps")
    }
}

impl Compound<'_> {
    #[inline]
    fn separate(&mut self) {
        if !self.is_first {
            self.out.push(b',');
        }
        self.is_first = false;
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.separate();
        Canonical { out: self.out }.name(b"\"", key, b"\":");
        value.serialize(Canonical { out: self.out })
    }

    #[inline]
    fn close(self) -> Result<(), Error> {
        self.out.extend_from_slice(self.end);
        Ok(())
    }
}

impl SerializeSeq for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate();
        value.serialize(Canonical { out: self.out })
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.field(key, value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeStructVariant for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.field(key, value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}
