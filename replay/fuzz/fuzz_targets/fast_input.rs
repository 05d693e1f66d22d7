//! Run it with `cargo +nightly fuzz run fast_input`, in the folder `replay`.

#![no_main]

#[path = "../checks/fast_input.rs"]
mod fast_input;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fast_input::check(bytes));
