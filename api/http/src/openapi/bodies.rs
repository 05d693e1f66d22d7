//! Schemas of request bodies. Handlers parse the bodies themselves, to report every mistake at once; the bounds here
//! are the same constants.

use redial_engine::{MAX_LEADS, MAX_LINES};
use redial_leads::{FIELDS, TEXT_MAX};
use redial_studies::NAME_MAX;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::limits::LINES;
use crate::wire::{HeadcountWord, Id, IndustryWord};
use redial_studies::{KEYS_MAX, LEADS_MAX, RECORDS_MAX, RUNS, RUNS_MAX, SCENARIO, SETTINGS_MAX};

/// Documents the body that adds a lead.
pub(crate) enum NewLead {}

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
        object.description(Some("A lead to add. Other fields are ignored.")).into()
    }
}

impl ToSchema for NewLead {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((HeadcountWord::name().into(), HeadcountWord::schema()));
        schemas.push((IndustryWord::name().into(), IndustryWord::schema()));
    }
}

/// Documents the body that starts a session.
pub(crate) enum NewSession {}

impl PartialSchema for NewSession {
    fn schema() -> RefOr<Schema> {
        let leads =
            ArrayBuilder::new().items(Ref::from_schema_name(Id::name())).min_items(Some(1)).max_items(Some(MAX_LEADS));
        let leads = leads.description(Some("The leads to call, in this order. A repeated lead is called once."));
        let lines = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1_usize))
            .maximum(Some(usize::from(MAX_LINES)));
        let lines = lines.default(Some(LINES.into())).description(Some("The number of lines that may ring at once."));
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

/// Documents the body that starts a study.
pub(crate) enum NewStudy {}

impl PartialSchema for NewStudy {
    fn schema() -> RefOr<Schema> {
        let string = || ObjectBuilder::new().schema_type(Type::String);
        let object = || {
            ObjectBuilder::new()
                .max_properties(Some(KEYS_MAX))
                .additional_properties(Some(AdditionalProperties::FreeForm(true)))
        };
        let name = string()
            .min_length(Some(1))
            .max_length(Some(NAME_MAX))
            .pattern(Some(r"^[^\x00-\x1f\x7f-\x9f]*$"))
            .description(Some("The name of the study. The default is the name of its scenario."));
        let scenario = string()
            .default(Some(SCENARIO.into()))
            .description(Some("The name of a built-in scenario, or a whole scenario in TOML."));
        let seed = whole(0, u64::MAX).default(Some(1.into())).description(Some(
            "The seed of all random draws. JavaScript's own numbers are exact up to 9007199254740991; send and read \
             a larger seed as its digits.",
        ));
        let runs = whole(1, RUNS_MAX).description(Some(format!(
            "The number of runs of each setting; with a precision, the most runs. The default is {RUNS}; with a \
             precision, it is the most that the bounds allow."
        )));
        let lines =
            "The numbers of lines that are compared, or a range such as `1..=10`; short for `lines` in the grid.";
        let lines = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Array, Type::String]))
            .description(Some(lines));
        let grid = object().description(Some(
            "The values of keys of the scenario, such as `{\"dialer.ring_timeout_ms\": [20000, 32000]}`: every \
             combination is a setting. Keys are sorted by their letters, and the last one changes fastest.",
        ));
        let precision = object().description(Some(
            "Half of the widest allowed 95 % interval, by measure: `{\"abandoned_share\": 0.002}`. The study stops \
             when all are met.",
        ));
        let baseline = object()
            .description(Some("The values of the setting that the others are compared with; the first by default."));
        ObjectBuilder::new()
            .property("name", name)
            .property("scenario", scenario)
            .property("seed", seed)
            .property("runs", runs)
            .property("lines", lines)
            .property("grid", grid)
            .property("precision", precision)
            .property("baseline", baseline)
            .additional_properties(Some(AdditionalProperties::FreeForm(false)))
            .description(Some(format!(
                "A study to start, with the fields of a study file. It has at most {SETTINGS_MAX} settings with \
                 {LEADS_MAX} leads together, and may write at most {RECORDS_MAX} records."
            )))
            .into()
    }
}

impl ToSchema for NewStudy {}

fn whole(from: u64, to: u64) -> ObjectBuilder {
    let bound = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(bound(from))).maximum(Some(bound(to)))
}

/// A text that is not blank.
fn text() -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(TEXT_MAX));
    text.pattern(Some(r"\S")).into()
}
