//! Run it with `cargo +nightly fuzz run reader`, in the folder `replay`.

#![no_main]

#[path = "../checks/reader.rs"]
mod reader;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reader::check(bytes));
