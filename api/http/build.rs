//! Builds the web UI into the binary. Nothing is written into the source tree.
//!
//! `REDIAL_WEB=skip` leaves it out; with `REDIAL_WEB=require` a failure is an error. Otherwise a failure warns, with
//! its reason, and a plain page replaces the UI.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// The sources of the UI, tests aside. Each file is watched, and copied to the place of the build. A new file needs no
/// watch: it has no effect until a watched file imports it.
const SOURCES: [&str; 7] =
    ["index.html", "package.json", "package-lock.json", "public", "src", "tsconfig.json", "vite.config.ts"];

/// The Node that can build it, in words; `package.json` has the same range.
const NODE: &str = "Node 20.19, or 22.12 or later";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../web/plain.html");
    println!("cargo::rerun-if-env-changed=REDIAL_WEB");
    let sources = SOURCES.iter().try_fold(Vec::new(), |found, source| files(&Path::new("../web").join(source), found));
    for source in sources.iter().flatten() {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let wish = env::var("REDIAL_WEB").unwrap_or_default();
    let built = match wish.as_str() {
        "skip" => Err("the program was built with REDIAL_WEB=skip".to_owned()),
        "" | "require" => sources
            .map_err(|error| format!("reading the sources failed: {error}"))
            .and_then(|sources| build(&sources, &out)),
        other => panic!("REDIAL_WEB is {other:?}: skip, require, or no value is understood"),
    };
    let Err(reason) = built else { return };
    match wish.as_str() {
        "require" => panic!("the web UI cannot be built: {reason}"),
        "skip" => {}
        _ => println!("cargo::warning=the web UI is left out: {reason}"),
    }
    plain_page(&out.join("web"), &reason).expect("OUT_DIR can be written");
}

/// Adds the files of a folder that are no tests, or a file itself.
fn files(path: &Path, mut found: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    if path.is_dir() {
        let mut inside = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        inside.sort();
        return inside.iter().try_fold(found, |found, path| files(path, found));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !name.contains(".test.") && name != "testing.ts" {
        found.push(path.to_owned());
    }
    Ok(found)
}

/// Builds the UI in OUT_DIR, into `web` there.
fn build(sources: &[PathBuf], out: &Path) -> Result<(), String> {
    check_node()?;
    let workshop = out.join("web-build");
    let failed = |what: &'static str| move |error: io::Error| format!("{what} failed: {error}");
    copy(sources, &workshop).map_err(failed("copying the sources"))?;
    let (lock, installed) = (workshop.join("package-lock.json"), workshop.join("installed"));
    let is_installed = fs::read(&lock).ok() == fs::read(&installed).ok() && workshop.join("node_modules").is_dir();
    if !is_installed {
        // An installation that breaks off leaves no mark, so the next build repeats it.
        remove(&installed).map_err(failed("npm ci"))?;
        run(&workshop, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
        fs::copy(&lock, &installed).map_err(failed("npm ci"))?;
    }
    run(&workshop, "npm", &["run", "--silent", "build"])?;
    replace(&workshop.join("dist"), &out.join("web")).map_err(failed("moving the built UI"))
}

fn check_node() -> Result<(), String> {
    let asked = Command::new("node").arg("--version").output();
    let asked = asked.map_err(|error| format!("{NODE} is needed, and `node` does not run: {error}"))?;
    let version = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    let mut numbers = version.trim_start_matches('v').split('.').map(|number| number.parse().unwrap_or(0));
    let (major, minor): (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    // Between the two, the bundler does not run.
    let can_build = (major == 20 && minor >= 19) || (major, minor) >= (22, 12);
    if can_build { Ok(()) } else { Err(format!("{NODE} is needed, and this is {version}")) }
}

fn run(at: &Path, program: &str, args: &[&str]) -> Result<(), String> {
    let line = format!("`{program} {}`", args.join(" "));
    let done = Command::new(program).args(args).current_dir(at).env_remove("NODE_ENV").output();
    let done = done.map_err(|error| format!("{line} does not run: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = [done.stderr, done.stdout].concat();
    let said = String::from_utf8_lossy(&said);
    let last: Vec<_> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = last[last.len().saturating_sub(5)..].join(" | ");
    Err(format!("{line} ended with {}: {last}", done.status))
}

/// Copies the sources after removing the earlier copies.
fn copy(sources: &[PathBuf], to: &Path) -> io::Result<()> {
    for name in SOURCES {
        remove(&to.join(name))?;
    }
    for source in sources {
        let copied = to.join(source.strip_prefix("../web").unwrap_or(source));
        fs::create_dir_all(copied.parent().unwrap_or(to))?;
        fs::copy(source, copied)?;
    }
    Ok(())
}

fn replace(from: &Path, to: &Path) -> io::Result<()> {
    remove(to)?;
    fs::rename(from, to)
}

/// Removes a file or a folder, if it exists.
fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Writes the page that explains how to get the UI.
fn plain_page(web: &Path, reason: &str) -> io::Result<()> {
    remove(web)?;
    fs::create_dir_all(web)?;
    let reason = reason.replace('&', "&amp;").replace('<', "&lt;");
    let page = include_str!("../web/plain.html").replace("{node}", NODE).replace("{reason}", &reason);
    fs::write(web.join("index.html"), page)
}
