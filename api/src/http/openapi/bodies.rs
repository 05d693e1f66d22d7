//! Request bodies as the document shows them. Handlers judge the bodies by themselves, so as to name every mistake at once; the
//! bounds here are the same constants.

use redial_engine::{MAX_LEADS, MAX_LINES};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::http::start::LINES;
use crate::http::studies::{RUNS, SCENARIO, SEED};
use crate::leads::{FIELDS, TEXT_MAX};
use crate::studies::RUNS_MAX;
use crate::view::{HeadcountWord, Id, IndustryWord};

/// Documents the body that takes in a lead.
pub(in crate::http) enum NewLead {}

impl PartialSchema for NewLead {
    fn schema() -> RefOr<Schema> {
        let object = FIELDS.iter().fold(ObjectBuilder::new(), |object, field| {
            let schema = match *field {
                "headcount" => Ref::from_schema_name(HeadcountWord::name()).into(),
                "industry" => Ref::from_schema_name(IndustryWord::name()).into(),
                _ => text(),
            };
            object.property(*field, schema).required(*field)
        });
        object.description(Some("A lead to take in. Other fields are ignored.")).into()
    }
}

impl ToSchema for NewLead {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((HeadcountWord::name().into(), HeadcountWord::schema()));
        schemas.push((IndustryWord::name().into(), IndustryWord::schema()));
    }
}

/// Documents the body that starts a session.
pub(in crate::http) enum NewSession {}

impl PartialSchema for NewSession {
    fn schema() -> RefOr<Schema> {
        let leads =
            ArrayBuilder::new().items(Ref::from_schema_name(Id::name())).min_items(Some(1)).max_items(Some(MAX_LEADS));
        let leads = leads.description(Some("The leads to call, in this order; one that stands twice is called once."));
        let lines = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1_usize))
            .maximum(Some(usize::from(MAX_LINES)));
        let lines = lines.default(Some(LINES.into())).description(Some("How many lines may ring at once."));
        ObjectBuilder::new()
            .property("agentId", text())
            .required("agentId")
            .property("leadIds", leads)
            .required("leadIds")
            .property("concurrency", lines)
            .description(Some("A session to start. Other fields are ignored."))
            .into()
    }
}

impl ToSchema for NewSession {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Id::name().into(), Id::schema()));
    }
}

/// Documents the body that begins a study.
pub(in crate::http) enum NewStudy {}

impl PartialSchema for NewStudy {
    fn schema() -> RefOr<Schema> {
        let scenario = ObjectBuilder::new().schema_type(Type::String).default(Some(SCENARIO.into()));
        let scenario = scenario.description(Some("A scenario's name, or a whole one in TOML."));
        let seed = whole(0, usize::MAX).default(Some(SEED.into())).description(Some("What all luck is drawn from."));
        let runs = whole(1, usize::try_from(RUNS_MAX).unwrap_or(usize::MAX)).default(Some(RUNS.into()));
        let runs = runs
            .description(Some("How many runs each number of lines gets; all together dial 200,000,000 leads at most."));
        let lines = ArrayBuilder::new().items(whole(1, usize::from(MAX_LINES))).min_items(Some(1)).unique_items(true);
        let lines = lines
            .description(Some("The numbers of lines that are compared; the scenario's own where nothing is said."));
        ObjectBuilder::new()
            .property("scenario", scenario)
            .property("seed", seed)
            .property("runs", runs)
            .property("lines", lines)
            .description(Some("A study to begin. Other fields are ignored."))
            .into()
    }
}

impl ToSchema for NewStudy {}

fn whole(from: usize, to: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(from)).maximum(Some(to))
}

/// A text that is not blank.
fn text() -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(TEXT_MAX));
    text.pattern(Some(r"\S")).into()
}
