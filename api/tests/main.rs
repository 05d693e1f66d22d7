//! The program as its users run it: each test starts the real binary. One test binary, so that the program's libraries
//! are linked once.

mod books;
mod bounds;
mod disk;
mod fork;
mod full;
#[cfg(target_os = "linux")]
mod interrupted;
mod journal;
mod kept;
mod keys;
mod kills;
mod left;
mod load;
mod older;
mod power;
mod restart;
mod scripted;
mod scripted_home;
mod sim;
mod small_disk;
mod strace;
mod study;
mod web;

/// The program under test.
const REDIAL: redial_testing::Program = redial_testing::Program::at(env!("CARGO_BIN_EXE_redial"));
