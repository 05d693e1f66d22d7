//! The `redial` program: HTTP, the command line, and the live driver behind them.

mod cli;

use std::process::ExitCode;

/// The threads of a server free memory that other threads allocated: the C library's allocator spends a third of their
/// time on that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
