//! The reception: every door people come in by. HTTP, the command line, and the live driver behind them.

mod cli;
mod desk;
mod http;
mod leads;
mod live;
mod net;
mod push;
mod studies;
mod view;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
