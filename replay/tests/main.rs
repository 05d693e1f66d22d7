//! Tests of the journal: what is written, what is damaged, what is executed again, and how it reads as a timeline.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod corpus;
mod hand;
mod keys;
mod older_rules;
mod stage;
mod stories;
mod strings;
