//! Tests of the journal: writing, damage, verification and timelines.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod corpus;
mod damage;
mod hand;
mod keys;
mod older_rules;
mod oracle;
mod scripted;
mod stories;
mod strings;
mod verification;
