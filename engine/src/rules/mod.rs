//! The rules: what follows from what. They read the state through a [`Turn`](crate::turn::Turn) and emit transitions.

pub(crate) mod crm;
pub(crate) mod dialing;
pub(crate) mod keys;
pub(crate) mod leads;
pub(crate) mod line;
pub(crate) mod resume;
