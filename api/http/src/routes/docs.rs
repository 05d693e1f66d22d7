//! `/docs/`: the pages about redial, as HTML and as Markdown, and `/llms.txt`, their list.
//!
//! The pages are part of the program, so they need no network and fit the version that runs. In the repository they
//! link to one another by file; here each link is rewritten to the address of its page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use redial_leads::quoted;

use crate::error::Problem;

/// The security policy of a page, which loads no other file.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// How the pages look; colours follow the reader's system.
const STYLE: &str = "\
    :root{color-scheme:light dark}\
    body{font:16px/1.55 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}\
    code,pre{font:.875em/1.45 ui-monospace,monospace}\
    pre{overflow-x:auto;padding:.75rem;background:#8882;border-radius:6px}\
    pre code{font-size:1em}\
    table{display:block;overflow-x:auto;border-collapse:collapse}\
    th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border:1px solid #8885}";

/// A Markdown file of the repository.
struct DocPage {
    /// Where it is in the repository.
    path: &'static str,
    text: &'static str,
}

/// Reads a file of the repository at build time.
macro_rules! page {
    ($path:literal) => {
        DocPage { path: $path, text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../", $path)) }
    };
}

/// Every page, in the order of the index.
static PAGES: [DocPage; 39] = [
    page!("api/docs/operating.md"),
    page!("api/docs/rest.md"),
    page!("api/docs/push.md"),
    page!("api/docs/web.md"),
    page!("replay/docs/journal.md"),
    page!("sim/docs/scenarios.md"),
    page!("sim/docs/studies.md"),
    page!("ARCHITECTURE.md"),
    page!("BENCHMARKS.md"),
    page!("CHANGELOG.md"),
    page!("CONTRIBUTING.md"),
    page!("SECURITY.md"),
    page!("engine/docs/0001-one-world-machine.md"),
    page!("engine/docs/0002-canceling-is-a-request.md"),
    page!("engine/docs/0003-released-while-ringing-is-failed.md"),
    page!("engine/docs/0004-a-busy-person-is-passed-over.md"),
    page!("engine/docs/0005-a-sync-records-its-question.md"),
    page!("engine/docs/0006-the-activity-is-derived.md"),
    page!("engine/docs/0007-a-late-success-counts.md"),
    page!("engine/docs/0008-a-restart-interrupts-first.md"),
    page!("engine/docs/0009-timers-are-fields.md"),
    page!("engine/docs/0010-instant-has-a-niche.md"),
    page!("engine/docs/0011-a-key-is-a-fact.md"),
    page!("engine/docs/0012-ports-are-not-traits.md"),
    page!("engine/docs/0024-enrichment-is-an-effect.md"),
    page!("replay/docs/0013-ordinals-inside-uuids-outside.md"),
    page!("replay/docs/0014-a-segment-for-each-process.md"),
    page!("replay/docs/0015-an-unclean-stop-is-settled-by-a-copy.md"),
    page!("replay/docs/0016-torn-is-not-even-json.md"),
    page!("replay/docs/0017-a-snapshot-vouches-for-a-state.md"),
    page!("replay/docs/0018-a-fork-assigns-new-ids.md"),
    page!("api/docs/0019-a-full-disk-stops-the-clock.md"),
    page!("api/docs/0020-the-crm-is-synced-before-the-journal.md"),
    page!("api/docs/0021-the-crm-file-is-rewritten-like-a-segment.md"),
    page!("api/docs/0022-the-journal-is-the-only-queue-of-push.md"),
    page!("api/docs/0023-listeners-are-bounded-in-bytes.md"),
    page!("api/docs/0025-the-world-behind-a-seam.md"),
    page!("api/docs/0026-the-mock-crm-is-a-system-of-its-own.md"),
    page!("api/docs/0027-a-crate-for-a-forbidden-arrow.md"),
];

/// A page as it is served.
struct ServedPage {
    html: String,
    markdown: String,
}

/// The pages as they are served, by name.
static SERVED: LazyLock<BTreeMap<String, ServedPage>> = LazyLock::new(|| {
    let served = |page: &DocPage| ServedPage { html: page.html(), markdown: page.markdown() };
    PAGES.iter().map(|page| (page.name(), served(page))).collect()
});

/// Returns the routes of the pages.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/docs", get(async || Redirect::permanent("/docs/")))
        .route("/docs/", get(async || html_answer(framed("redial", &rendered(&index("", ""))))))
        .route("/docs/{page}", get(async |Path(name): Path<String>| show(&name)))
        .route("/llms.txt", get(async || index("/docs/", ".md")))
}

fn show(name: &str) -> Response {
    let markdown = name.strip_suffix(".md");
    match (SERVED.get(markdown.unwrap_or(name)), markdown) {
        (Some(page), None) => html_answer(page.html.clone()),
        (Some(page), Some(_)) => {
            ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], page.markdown.clone()).into_response()
        }
        (None, _) => {
            Problem::not_found(format!("there is no page {}; /docs/ lists them", quoted(name))).into_response()
        }
    }
}

fn html_answer(text: String) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, POLICY)], text).into_response()
}

/// Lists the pages in Markdown; links are built from `before`, the page's name and `after`.
fn index(before: &str, after: &str) -> String {
    let mut text = String::from(
        "# redial\n\n> A multi-line sales dialer with a CRM behind it, whose every decision can be replayed.\n\n",
    );
    let (records, pages): (Vec<_>, Vec<_>) = PAGES.iter().partition(|page| page.is_record());
    for page in pages {
        text += &format!("- [{}]({before}{}{after}): {}\n", page.title(), page.name(), page.summary());
    }
    text += "\n## Decisions\n\n";
    for page in records {
        text += &format!("- [{}]({before}{}{after})\n", page.title(), page.name());
    }
    text += "\n[The OpenAPI document](/openapi.json) describes every route; [/docs/api/](/docs/api/) tries it.\n";
    text
}

impl DocPage {
    /// Returns the name of the file without its ending, in small letters.
    fn name(&self) -> String {
        let file = self.path.rsplit('/').next().unwrap_or(self.path);
        file.trim_end_matches(".md").to_lowercase()
    }

    /// Returns true if the page records a decision: its name is a number.
    fn is_record(&self) -> bool {
        self.name().starts_with(|first: char| first.is_ascii_digit())
    }

    fn title(&self) -> &str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// Returns the first sentence below the title, without markup.
    fn summary(&self) -> String {
        let paragraph = parser(self.text)
            .skip_while(|event| !matches!(event, Event::Start(Tag::Paragraph)))
            .take_while(|event| !matches!(event, Event::End(TagEnd::Paragraph)));
        let text = plain(paragraph);
        text.split_once(". ").map_or(text.clone(), |(sentence, _)| format!("{sentence}."))
    }

    fn html(&self) -> String {
        let mut slugs = slugs(self.text).into_iter();
        // Links do not nest, so one answer is enough until the link's end.
        let mut is_dropped = false;
        let events = parser(self.text).filter_map(|mut event| {
            if let Event::Start(Tag::Heading { id, .. }) = &mut event {
                *id = slugs.next().map(CowStr::from);
            } else if let Event::Start(Tag::Link { dest_url, .. }) = &mut event {
                let address = self.address(dest_url, "");
                is_dropped = address.is_none();
                *dest_url = address?.into();
            } else if event == Event::End(TagEnd::Link) && is_dropped {
                return None;
            } else if is_link(&event) {
                return Some(Event::Start(Tag::Emphasis));
            } else if event == Event::End(TagEnd::Image) {
                return Some(Event::End(TagEnd::Emphasis));
            }
            Some(event)
        });
        let mut body = format!("<p><a href=\".\">redial</a> · <a href=\"{}.md\">Markdown</a></p>\n", self.name());
        html::push_html(&mut body, events);
        framed(self.title(), &body)
    }

    fn markdown(&self) -> String {
        let mut text = self.text.to_owned();
        let links: Vec<_> = parser(self.text).into_offset_iter().filter(|(event, _)| is_link(event)).collect();
        for (event, range) in links.into_iter().rev() {
            let source = &self.text[range.clone()];
            let label = source.split_once('[').and_then(|(_, rest)| rest.rsplit_once("](")).map(|(label, _)| label);
            let Some(label) = label else { continue };
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { continue };
            let address = if source.starts_with('!') { None } else { self.address(&dest_url, ".md") };
            text.replace_range(
                range,
                &address.map_or_else(|| label.to_owned(), |address| format!("[{label}]({address})")),
            );
        }
        text
    }

    /// Returns the address of a link's target as it is served, or `None` if it is a file that is not.
    fn address(&self, link: &str, ending: &str) -> Option<String> {
        if link.contains("://") || link.starts_with(['#', '/']) {
            return Some(link.to_owned());
        }
        let (file, fragment) = link.find('#').map_or((link, ""), |at| link.split_at(at));
        let path = self.resolved(file);
        if path == "README.md" {
            return Some(".".to_owned());
        }
        let page = PAGES.iter().find(|page| page.path == path)?;
        Some(format!("{}{ending}{fragment}", page.name()))
    }

    /// Returns the path in the repository of a file that this page links to.
    fn resolved(&self, file: &str) -> String {
        let mut parts: Vec<_> = self.path.split('/').collect();
        parts.pop();
        for part in file.split('/') {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        parts.join("/")
    }
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

const fn is_link(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }))
}

/// Joins the text of events, without markup.
fn plain<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let text = |event| {
        if let Event::Text(text) | Event::Code(text) = event {
            Some(text)
        } else {
            matches!(event, Event::SoftBreak | Event::HardBreak).then(|| " ".into())
        }
    };
    events.filter_map(text).map(CowStr::into_string).collect()
}

/// Returns the fragments by which headings are linked, in their order, as code hosts make them.
fn slugs(text: &str) -> Vec<String> {
    let mut events = parser(text);
    let mut slugs = Vec::new();
    while events.any(|event| matches!(event, Event::Start(Tag::Heading { .. }))) {
        let title = plain(events.by_ref().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))));
        let kept = title.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
        slugs.push(kept.collect::<String>().to_lowercase().replace(' ', "-"));
    }
    slugs
}

fn rendered(text: &str) -> String {
    let mut body = String::new();
    html::push_html(&mut body, parser(text));
    body
}

fn framed(title: &str, body: &str) -> String {
    let mut escaped = String::new();
    html::push_html(&mut escaped, [Event::Text(title.into())].into_iter());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{escaped}</title>\n\
         <style>{STYLE}</style>\n{body}</html>\n"
    )
}

#[cfg(test)]
mod tests;
