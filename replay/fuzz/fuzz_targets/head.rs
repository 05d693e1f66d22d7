//! Run it with `cargo +nightly fuzz run head`, in the folder `replay`.

#![no_main]

#[path = "../checks/head.rs"]
mod head;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| head::check(bytes));
