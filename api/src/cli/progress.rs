//! The progress of long work: a bar on a terminal; elsewhere, for a study, a line every ten seconds.

use std::time::Duration;

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use redial_clock::Stopwatch;

/// The time between two lines where there is no terminal, in milliseconds.
const LINE_EVERY_MS: u64 = 10_000;

/// Shows the number done of `total` on the standard error if that is a terminal; else nothing.
pub(crate) fn bar(total: u64) -> ProgressBar {
    drawn("{bar:40} {human_pos} of {human_len} runs, {eta} left", total)
}

fn drawn(template: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.expect("the template is a constant that a test draws"))
}

/// The progress of a study, whose end may come nearer while it runs.
pub(crate) struct ProgressDisplay {
    bar: ProgressBar,
    /// The runs that were done before this process began.
    before: u64,
    total: u64,
    watch: Stopwatch,
    last_line: Stopwatch,
}

impl ProgressDisplay {
    /// Shows work whose first `before` runs are done already.
    pub(crate) fn begin(before: u64, total: u64) -> Self {
        let bar = drawn("{bar:40} {human_pos} of {human_len} runs{msg}", total);
        bar.set_position(before);
        Self { bar, before, total, watch: Stopwatch::start(), last_line: Stopwatch::start() }
    }

    /// Sets the number of runs after which the work is expected to end.
    pub(crate) fn expect(&mut self, total: u64) {
        self.total = total;
        self.bar.set_length(total);
    }

    /// Shows the number of runs that are done.
    pub(crate) fn reach(&mut self, done: u64) {
        let left = left((self.before, done, self.total), self.watch.elapsed_ms());
        let left = left.map_or_else(String::new, |left| format!(", {} left", HumanDuration(left)));
        if self.bar.is_hidden() && self.last_line.elapsed_ms() >= LINE_EVERY_MS {
            eprintln!("{} of {} runs{left}", HumanCount(done), HumanCount(self.total));
            self.last_line = Stopwatch::start();
        }
        self.bar.set_message(left);
        self.bar.set_position(done);
    }

    /// Prints a line beside the bar.
    pub(crate) fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    /// Removes the bar.
    pub(crate) fn end(self) {
        self.bar.finish_and_clear();
    }
}

/// Estimates the time left at the speed of this process, once a run is done. Runs done before took no time here.
fn left((before, done, total): (u64, u64, u64), elapsed_ms: u64) -> Option<Duration> {
    let here = done.checked_sub(before).filter(|here| *here > 0)?;
    let ms = u128::from(elapsed_ms) * u128::from(total.saturating_sub(done)) / u128::from(here);
    Some(Duration::from_secs(u64::try_from(ms.div_ceil(1_000)).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_templates() {
        bar(10).inc(1);
        let mut progress = ProgressDisplay::begin(1, 10);
        progress.reach(2);
        progress.expect(5);
        progress.end();
    }

    #[test]
    fn runs_done_before_do_not_enter_the_estimate_of_the_time_left() {
        assert_eq!(left((0, 25, 100), 1_000), Some(Duration::from_secs(3)));
        assert_eq!(left((900, 925, 1_000), 1_000), Some(Duration::from_secs(3)));
        assert_eq!(left((900, 900, 1_000), 1_000), None, "nothing was done here yet");
        assert_eq!(left((0, 100, 100), 1_000), Some(Duration::ZERO));
    }
}
