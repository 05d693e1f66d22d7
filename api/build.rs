//! Builds the web UI into the binary. Nothing is written into the source tree.
//!
//! `REDIAL_WEB=skip` leaves it out, `REDIAL_WEB=require` makes it an error when it cannot be built. Otherwise a failure warns, with
//! its reason, and a plain page takes the UI's place.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What the UI is made of. Each of these is watched, and copied to where it is built.
const SOURCES: [&str; 7] =
    ["index.html", "package.json", "package-lock.json", "public", "src", "tsconfig.json", "vite.config.ts"];

/// The oldest Node that can build it.
const NODE: (u32, u32) = (20, 19);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=web/plain.html");
    println!("cargo::rerun-if-env-changed=REDIAL_WEB");
    for source in SOURCES {
        println!("cargo::rerun-if-changed=web/{source}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let wish = env::var("REDIAL_WEB").unwrap_or_default();
    let built = match wish.as_str() {
        "skip" => Err("the program was built with REDIAL_WEB=skip".to_owned()),
        "" | "require" => build(&out),
        other => panic!("REDIAL_WEB is {other:?}: skip, require, or nothing at all is understood"),
    };
    let Err(reason) = built else { return };
    match wish.as_str() {
        "require" => panic!("the web UI cannot be built: {reason}"),
        "skip" => {}
        _ => println!("cargo::warning=the web UI is left out: {reason}"),
    }
    plain_page(&out.join("web"), &reason).expect("OUT_DIR can be written");
}

/// Builds the UI in OUT_DIR, into `web` there.
fn build(out: &Path) -> Result<(), String> {
    check_node()?;
    let (source, workshop) = (Path::new("web"), out.join("web-build"));
    let failed = |what: &'static str| move |error: io::Error| format!("{what} failed: {error}");
    let is_installed = fs::read(source.join("package-lock.json")).ok() == fs::read(workshop.join("installed")).ok()
        && workshop.join("node_modules").is_dir();
    for name in SOURCES {
        copy(&source.join(name), &workshop.join(name)).map_err(failed("copying the sources"))?;
    }
    if !is_installed {
        run(&workshop, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"])?;
        fs::copy(workshop.join("package-lock.json"), workshop.join("installed")).map_err(failed("npm ci"))?;
    }
    run(&workshop, "npm", &["run", "--silent", "build"])?;
    replace(&workshop.join("dist"), &out.join("web")).map_err(failed("moving what was built"))
}

fn check_node() -> Result<(), String> {
    let (major, minor) = NODE;
    let asked = Command::new("node").arg("--version").output();
    let asked =
        asked.map_err(|error| format!("Node {major}.{minor} or later is needed, and `node` does not run: {error}"))?;
    let version = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    let mut numbers = version.trim_start_matches('v').split('.').map(|number| number.parse().unwrap_or(0));
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE { Err(format!("Node {major}.{minor} or later is needed, and this is {version}")) } else { Ok(()) }
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

/// Copies a file, or a folder so that nothing else is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        return fs::copy(from, to).map(drop);
    }
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

fn replace(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::rename(from, to)
}

/// Makes the page that says how to get the UI.
fn plain_page(web: &Path, reason: &str) -> io::Result<()> {
    if web.exists() {
        fs::remove_dir_all(web)?;
    }
    fs::create_dir_all(web)?;
    let reason = reason.replace('&', "&amp;").replace('<', "&lt;");
    let page = include_str!("web/plain.html").replace("{reason}", &reason);
    fs::write(web.join("index.html"), page)
}
