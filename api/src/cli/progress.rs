//! A progress bar, where somebody watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how many of `total` are done, on the standard error if that is a terminal; nothing otherwise.
pub(crate) fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} runs, {eta} left");
    bar.with_style(style.expect("the template is a constant that a test draws"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_one() {
        super::bar(10).inc(1);
    }
}
