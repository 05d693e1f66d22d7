//! The rules: they read the state through a [`Turn`](crate::turn::Turn) and emit the transitions that follow.

pub(crate) mod crm;
pub(crate) mod dialing;
pub(crate) mod keys;
pub(crate) mod leads;
pub(crate) mod line;
pub(crate) mod resume;
