//! Studies: settings of a scenario compared over the same simulated runs, beside the live dialer.
//!
//! The fields of a request make a plan by the rules of a study file (`plan.rs`), within bounds (`size.rs`). One study
//! at a time runs, in threads of its own, one core fewer than the machine has, so that dialing goes on (`study.rs`);
//! its progress is published (`progress.rs`). Its findings are a function of its plan. The last few studies stay in
//! memory (`registry.rs`), without their runs: any run is played again by its number (`run.rs`).

mod findings;
mod plan;
mod progress;
mod registry;
pub mod rounds;
mod run;
mod size;
mod study;

pub use self::findings::{Distribution, Distributions};
pub use self::plan::{KEYS_MAX, RUNS, SCENARIO};
pub use self::progress::{WorkProgress, WorkStatus};
pub use self::registry::{KEPT, Studies};
pub use self::run::{EPOCH, JOURNAL_MAX, header, journal, page, people};
pub use self::size::{LEADS_MAX, RECORDS_MAX, RUNS_MAX, SETTINGS_MAX};
pub use self::study::Study;
pub use redial_sim::{NAME_MAX, PRESETS};
