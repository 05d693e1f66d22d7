//! Schemas of parameters, built from the same constants that the handlers use.

use std::ops::RangeInclusive;

use redial_engine::{KEY_BYTES_MAX, MAX_LINES};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::headers::{IDEMPOTENCY_KEY, LAST_EVENT_ID};
use crate::limits::{LIMIT_MAX, PAGE, RUNS_PAGE};
use crate::list::sorts;
use crate::wire::SyncStatus;
use redial_studies::SETTINGS_MAX;

/// Defines a type that documents a set of parameters.
macro_rules! documents {
    ($($(#[$about:meta])* $name:ident: [$($parameter:expr),+ $(,)?];)+) => {$(
        $(#[$about])*
        pub(crate) enum $name {}

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$($parameter.build()),+]
            }
        }
    )+};
}

documents! {
    /// A part of a list; the whole list by default.
    Page: [limit(None), offset()];
    /// A part of a list of sessions, or of results on their way to the CRM.
    PageOf50: [limit(Some(PAGE as u64)), offset()];
    /// A part of a list of runs.
    PageOf100: [limit(Some(RUNS_PAGE as u64)), offset()];
    /// A setting of a study.
    OfSetting: [setting()];
    /// The setting of a study in which a run is played.
    SettingOrLines: [
        setting(),
        number("lines", "The only setting with this number of lines, instead of `setting`.", 1..=u64::from(MAX_LINES))];
    /// The filter of the list of CRM syncs.
    SyncFilters: [query(
        "status",
        "Only syncs of this status.",
        one_of(SyncStatus::ALL.map(SyncStatus::as_str)),
    )];
    /// The filters and the order of the list of leads.
    LeadFilters: [
        text("industry", "Only leads of this industry. An unknown industry matches no lead."),
        text("headcount", "Only leads whose company has this headcount. An unknown headcount matches no lead."),
        text("search", "Only leads with this text in name, company, address, job title or number; case is ignored."),
        sort(),
    ];
    /// A past moment of a session.
    AtOrNow: [number("at", "The record as of which the session is shown. The default is the present.", 0..=u64::MAX)];
    /// A part of a session's log.
    LogPage: [
        number("until", "Only records up to this one, as a file.", 1..=u64::MAX),
        after(), number("limit", "The most records; all of them by default.", 1..=LIMIT_MAX)];
    /// A part of a film.
    PageOf1000: [after(), records()];
    /// A session of a journal.
    OfJournal: [number("session", "The session's number; optional for a session's log.", 0..=u64::from(u32::MAX))];
    /// A past moment of a session of a journal.
    At: [number("at", "The record as of which the session is shown.", 0..=u64::MAX).required(Required::True)];
    /// A part of the journal.
    JournalPage: [
        number("until", "Only records up to this one, as a file.", 1..=u64::MAX),
        after(),
        number(
            "limit",
            &format!("The most records; by default {LIMIT_MAX}, and all of them with `until`."),
            1..=LIMIT_MAX)];
    /// The last record that a reader has received.
    After: [after()];
    /// The last event that a reconnecting reader has received.
    Resume: [
        number(
            LAST_EVENT_ID.as_str(),
            "The last event that the reader received; it takes precedence over `after`.",
            0..=u64::MAX)
            .parameter_in(ParameterIn::Header)
    ];
    /// The treatment of duplicate rows.
    Duplicates: [query(
        "duplicates",
        "Whether rows with the phone number or e-mail address of another lead are skipped or kept.",
        one_of(["skip", "keep"]).default(Some("skip".into())),
    )];
}

/// Returns the header with the key of a repeatable request.
pub(super) fn key() -> Parameter {
    let about = "The client's own name for the request, visible ASCII. A repeat under the same key is not executed \
                 again and gets the same answer.";
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[!-~]+$"));
    let text = text.min_length(Some(1)).max_length(Some(KEY_BYTES_MAX));
    query(IDEMPOTENCY_KEY.as_str(), about, text).parameter_in(ParameterIn::Header).build()
}

fn limit(default: Option<u64>) -> ParameterBuilder {
    defaulting("limit", "The most items.", 1..=LIMIT_MAX, default)
}

fn records() -> ParameterBuilder {
    defaulting("limit", "The most records.", 1..=LIMIT_MAX, Some(LIMIT_MAX))
}

fn setting() -> ParameterBuilder {
    defaulting("setting", "The setting, by its place in the study.", 0..=SETTINGS_MAX as u64 - 1, Some(0))
}

fn offset() -> ParameterBuilder {
    defaulting("offset", "The number of items to skip.", 0..=u64::from(u32::MAX), Some(0))
}

fn after() -> ParameterBuilder {
    number("after", "Only records after this one.", 0..=u64::MAX)
}

fn number(name: &str, about: &str, allowed: RangeInclusive<u64>) -> ParameterBuilder {
    defaulting(name, about, allowed, None)
}

fn defaulting(name: &str, about: &str, allowed: RangeInclusive<u64>, default: Option<u64>) -> ParameterBuilder {
    let bound = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
    let schema = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(bound(*allowed.start())));
    let schema = schema.maximum(Some(bound(*allowed.end()))).default(default.map(Into::into));
    query(name, about, schema)
}

fn text(name: &str, about: &str) -> ParameterBuilder {
    query(name, about, ObjectBuilder::new().schema_type(Type::String))
}

fn sort() -> ParameterBuilder {
    query("sort", "The field that orders the leads; with a leading - in descending order.", one_of(sorts()))
}

/// Returns the schema of one of these words, or of the empty text, which means that the parameter is absent.
fn one_of<T: Into<String>>(words: impl IntoIterator<Item = T>) -> ObjectBuilder {
    let words: Vec<String> = words.into_iter().map(Into::into).chain([String::new()]).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
}

fn query(name: &str, about: &str, schema: ObjectBuilder) -> ParameterBuilder {
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).required(Required::False);
    parameter.description(Some(about)).schema(Some(schema))
}
