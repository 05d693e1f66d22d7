//! The pages: each is served and listed, and every link and path in them leads somewhere.

use std::path::{Path as FilePath, PathBuf};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use super::*;

fn root() -> PathBuf {
    FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

async fn get_text(address: &str) -> (StatusCode, String, String) {
    let request = Request::builder().uri(address).body(Body::empty()).unwrap();
    let answer = routes::<()>().oneshot(request).await.unwrap();
    let kind = answer.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, kind, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn every_page_is_served_as_html_and_as_markdown_and_both_lists_name_it() {
    let (_, kind, list) = get_text("/llms.txt").await;
    assert_eq!(kind, "text/plain; charset=utf-8");
    let (_, kind, index) = get_text("/docs/").await;
    assert_eq!(kind, "text/html; charset=utf-8");
    for page in &PAGES {
        let name = page.name();
        let (status, kind, html) = get_text(&format!("/docs/{name}")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/html; charset=utf-8"), "{name}");
        assert!(html.contains("<h1 id=") && !html.contains("<img"), "{name}");
        let (status, kind, markdown) = get_text(&format!("/docs/{name}.md")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/markdown; charset=utf-8"), "{name}");
        assert!(markdown.starts_with(&format!("# {}\n", page.title())), "{name}");
        assert!(list.contains(&format!("[{}](/docs/{name}.md)", page.title())), "{name}: {list}");
        assert!(index.contains(&format!("<a href=\"{name}\">")), "{name}: {index}");
    }
    assert_eq!(SERVED.len(), PAGES.len(), "no two pages share a name");
    assert_eq!(get_text("/docs/nothing").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get_text("/docs/nothing.md").await.0, StatusCode::NOT_FOUND);
}

#[test]
fn every_link_leads_to_a_page_and_its_heading_or_to_a_file() {
    let readme = page!("README.md");
    let mut links = 0;
    for page in PAGES.iter().chain([&readme]) {
        for event in parser(page.text).filter(is_link) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { continue };
            if dest_url.contains("://") {
                continue;
            }
            links += 1;
            let (file, fragment) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let path = if file.is_empty() { page.path.to_owned() } else { page.resolved(file) };
            assert!(root().join(&path).is_file(), "{} links to {dest_url}, and {path} is no file", page.path);
            let target = PAGES.iter().find(|page| page.path == path);
            let leads_on =
                fragment.is_empty() || target.is_some_and(|page| slugs(page.text).contains(&fragment.to_owned()));
            assert!(leads_on, "{} links to {dest_url}, and {path} has no such heading", page.path);
        }
    }
    assert!(links > 30, "{links}");
}

#[test]
fn links_lead_to_served_pages_and_other_files_keep_their_words() {
    let text = "# A page\n\nSee [the routes](rest.md#errors), ![a picture](../web/x.png), [a file](../src/main.rs) \
                and\n[home](../../README.md).\n";
    let page = DocPage { path: "api/docs/page.md", text };
    assert_eq!(page.markdown(), "# A page\n\nSee [the routes](rest.md#errors), a picture, a file and\n[home](.).\n");
    let html = page.html();
    assert!(html.contains("<a href=\"rest#errors\">the routes</a>, <em>a picture</em>, a file and"), "{html}");
    assert_eq!(page.summary(), "See the routes, a picture, a file and home.");
}

#[test]
fn every_markdown_file_of_a_docs_folder_is_a_page() {
    let mut folders = vec![root()];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && !["target", "node_modules"].contains(&name.as_str()) {
                folders.push(path);
            } else if name.ends_with(".md") && folder.ends_with("docs") {
                let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                assert!(PAGES.iter().any(|page| page.path == path), "{path} is missing in PAGES");
                found += 1;
            }
        }
    }
    assert!(found >= 7, "{found}");
}

#[test]
fn every_path_that_the_readme_and_the_architecture_name_exists() {
    let folders = ["engine/", "sim/", "replay/", "api/", "fixtures/", ".ci/", ".github/"];
    for text in [page!("README.md").text, page!("ARCHITECTURE.md").text] {
        let names = parser(text).filter_map(|event| if let Event::Code(name) = event { Some(name) } else { None });
        for name in names.filter(|name| folders.iter().any(|folder| name.starts_with(folder)) && !name.contains(' ')) {
            assert!(root().join(&*name).exists(), "{name} does not exist");
        }
    }
}
