//! `/leads`.

use super::*;
use crate::limits::ENRICHMENTS_MAX;

fn lead() -> Value {
    json!({
        "name": "Ada Byron", "job_title": "Analyst", "phone_number": "(415) 555-0199", "company": "Northwind",
        "email": "ada@northwind.example", "headcount": "11-50", "industry": "Finance",
    })
}

fn names(list: &Value) -> Vec<&str> {
    list["leads"].as_array().unwrap().iter().map(|lead| lead["name"].as_str().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_lead_has_the_fields_of_the_model_in_its_order() {
    let server = TestServer::new().await;
    let told = server.post("/leads", &lead()).await.created();
    assert_eq!(told["message"], "Lead created");
    let id = told["lead"]["id"].as_str().unwrap();
    let shown = server.get(&format!("/leads/{id}")).await;
    assert_eq!(shown.ok(), told["lead"]);
    let expected = format!(
        concat!(
            r#"{{"id":"{id}","name":"Ada Byron","job_title":"Analyst","phone_number":"(415) 555-0199","#,
            r#""company":"Northwind","email":"ada@northwind.example","headcount":"11-50","industry":"Finance","#,
            r#""enriched":false,"enrichment_data":null,"crmExternalId":null,"phone_e164":"+14155550199","#,
            r#""lastCall":null}}"#,
        ),
        id = id
    );
    assert_eq!(shown.text, expected);
}

#[tokio::test(start_paused = true)]
async fn filters_combine_and_a_value_that_no_lead_has_matches_none() {
    let server = TestServer::new().await;
    for (query, expected) in [
        ("", 6),
        ("?industry=", 6),
        ("?industry=&headcount=", 6),
        ("?industry=Finance", 1),
        ("?headcount=51-200", 2),
        ("?industry=Technology&headcount=51-200", 1),
        ("?industry=Finance&headcount=51-200", 0),
        ("?industry=finance", 0),
        ("?industry=Mining&headcount=1-10", 0),
        ("?headcount=500%2B", 1),
        ("?headcount=500+", 1),
        ("?unheard=of", 6),
    ] {
        let list = server.get(&format!("/leads{query}")).await.ok();
        assert_eq!(list["total"], expected, "{query}");
        assert_eq!(names(&list).len(), expected, "{query}");
    }
    let options = server.get("/leads/filters/options").await;
    assert_eq!(
        options.text,
        concat!(
            r#"{"industries":["Technology","Construction","Logistics","Healthcare","Finance","Manufacturing"],"#,
            r#""headcounts":["1-10","11-50","51-200","201-500","500+"]}"#,
        )
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_is_searched_sorted_and_cut_into_pages() {
    let server = TestServer::new().await;
    for (query, total, expected) in [
        ("?limit=2&offset=1", 6, vec!["Marcus Bell", "Lin Wu"]),
        ("?offset=5", 6, vec!["Tomás Rivera"]),
        ("?offset=99", 6, vec![]),
        ("?search=HARBOR", 1, vec!["Lin Wu"]),
        ("?search=tom%C3%81s", 1, vec!["Tomás Rivera"]),
        ("?search=312", 1, vec!["Marcus Bell"]),
        ("?search=%2B12125550164", 1, vec!["Grace Okafor"]),
        ("?search=manager", 2, vec!["Omar Haddad", "Tomás Rivera"]),
        ("?sort=name&limit=2", 6, vec!["Ada Lindqvist", "Grace Okafor"]),
        ("?sort=-headcount&limit=2", 6, vec!["Lin Wu", "Marcus Bell"]),
        ("?sort=headcount&limit=1&search=plant&industry=Manufacturing", 1, vec!["Tomás Rivera"]),
    ] {
        let list = server.get(&format!("/leads{query}")).await.ok();
        assert_eq!((list["total"].clone(), names(&list)), (json!(total), expected), "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_enrich_shows_the_same_and_writes_nothing() {
    let server = TestServer::new().await;
    let path = format!("/leads/{}/enrich", server.ids().await[0].as_str().unwrap());
    let first = server.post(&path, &Value::Null).await.ok();
    assert_eq!(first["message"], "Lead enriched");
    assert_eq!(first["lead"]["enriched"], true);
    let data = &first["lead"]["enrichment_data"];
    for field in ["linkedin_url", "company_size_verified", "company_revenue"] {
        assert!(data[field].is_string(), "{field}: {data}");
    }
    assert!(data["technologies_used"].is_array() && data["decision_maker_score"].as_u64().unwrap() <= 100, "{data}");
    assert!(data.as_object().unwrap().contains_key("recent_funding"), "{data}");
    let seq = server.get("/health").await.ok()["seq"].clone();
    let second = server.post(&path, &Value::Null).await.ok();
    assert_eq!((&second["lead"], &second["message"]), (&first["lead"], &json!("Lead already enriched")));
    assert_eq!(server.get("/health").await.ok()["seq"], seq);
}

#[tokio::test(start_paused = true)]
async fn two_enriches_at_once_show_the_same() {
    let server = TestServer::new().await;
    let path = format!("/leads/{}/enrich", server.ids().await[0].as_str().unwrap());
    let (one, other) = tokio::join!(server.post(&path, &Value::Null), server.post(&path, &Value::Null));
    assert_eq!(one.ok()["lead"], other.ok()["lead"]);
}

#[tokio::test(start_paused = true)]
async fn a_bounded_number_of_requests_waits_for_the_enrichment_service() {
    let server = TestServer::new().await;
    let path = format!("/leads/{}/enrich", server.ids().await[0].as_str().unwrap());
    let requests = (0..ENRICHMENTS_MAX + 44).map(|_| server.post(&path, &Value::Null));
    let answers = futures_util::future::join_all(requests).await;
    let (ok, busy): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == StatusCode::OK);
    assert_eq!((ok.len(), busy.len()), (ENRICHMENTS_MAX, 44));
    assert!(busy[0].detail(503).starts_with("too many requests wait for the enrichment service"));
}

#[tokio::test(start_paused = true)]
async fn a_refused_lead_is_not_written_down() {
    let server = TestServer::new().await;
    let mut wrong = lead();
    wrong["headcount"] = json!("many");
    wrong["email"] = json!(["a@b.example"]);
    let detail = server.post("/leads", &wrong).await.detail(400);
    assert!(detail.starts_with("email is [\"a@b.example\"] (an array): a string"), "{detail}");
    assert!(detail.contains("; headcount is \"many\": allowed are \"1-10\", "), "{detail}");
    assert_eq!(server.get("/leads").await.ok()["total"], 6);
}
