//! The build script with every kind of Node: when it builds, the reason that it gives when it cannot, and the steps
//! that it does only once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use redial_testing::temp_dir;
use tempfile::TempDir;

const NODE: &str = "echo v20.19.0";

/// Installs and builds, and records its commands. It runs in the folder of the copied sources.
const NPM: &str = r#"echo "$1" >>asked
/bin/mkdir -p node_modules dist
if [ "$1" = run ]; then echo '<title>built</title>' >dist/index.html; fi"#;

/// The build script, compiled as cargo would.
static SCRIPT: LazyLock<PathBuf> = LazyLock::new(|| {
    let script = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("http/build.rs");
    let compiled = Command::new("rustc").args(["--edition", "2024", "-o"]).args([&script, &source]).status();
    assert!(compiled.expect("rustc runs").success());
    script
});

/// A package with the sources of a UI, and the programs that its build script finds.
struct WebPackage {
    dir: TempDir,
}

/// What the build script printed, and whether it succeeded.
struct BuildRun {
    is_success: bool,
    out: String,
    err: String,
}

impl WebPackage {
    fn new() -> Self {
        let package = Self { dir: temp_dir() };
        let sources = ["index.html", "package.json", "package-lock.json", "public/favicon.svg", "src/main.tsx"];
        for source in
            sources.iter().chain(&["src/api/time.ts", "src/api/time.test.ts", "tsconfig.json", "vite.config.ts"])
        {
            package.write(&format!("web/{source}"), source);
        }
        package
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(self.at(path), text).expect("a file can be written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_default()
    }

    /// Puts a program where the build script looks for it.
    fn program(&self, name: &str, script: &str) {
        let path = format!("bin/{name}");
        self.write(&path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.at(&path), fs::Permissions::from_mode(0o755)).expect("a mode can be set");
    }

    fn build(&self, wish: Option<&str>) -> BuildRun {
        for folder in ["out", "http"] {
            fs::create_dir_all(self.at(folder)).expect("a folder can be made");
        }
        let mut script = Command::new(&*SCRIPT);
        script.current_dir(self.at("http")).env_clear().env("PATH", self.at("bin")).env("OUT_DIR", self.at("out"));
        script.envs(wish.map(|wish| ("REDIAL_WEB", wish)));
        let done = script.output().expect("the build script runs");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        BuildRun { is_success: done.status.success(), out: text(done.stdout), err: text(done.stderr) }
    }

    /// The commands that npm got since the last call.
    fn asked(&self) -> String {
        let asked = self.read("out/web-build/asked");
        fs::remove_file(self.at("out/web-build/asked")).ok();
        asked
    }

    /// Builds without a UI: the reason is a warning, and is shown on the page. Where the UI is required it is an error.
    #[track_caller]
    fn leaves_out(&self, reason: &str) {
        let said = self.build(None);
        assert!(said.is_success, "{}", said.err);
        let warning = format!("cargo::warning=the web UI is left out: {reason}");
        assert!(said.out.contains(&warning), "{warning}\n{}", said.out);
        let page = self.read("out/web/index.html");
        assert!(page.contains(&format!("left out of this program: {reason}")), "{page}");
        let said = self.build(Some("require"));
        assert!(!said.is_success);
        assert!(said.err.contains(&format!("the web UI cannot be built: {reason}")), "{}", said.err);
    }
}

#[test]
fn the_ui_is_built_and_installs_only_after_a_change_of_the_lock_file() {
    let package = WebPackage::new();
    package.program("node", NODE);
    package.program("npm", NPM);
    let said = package.build(Some("require"));
    assert!(said.is_success, "{}", said.err);
    assert_eq!(
        (package.asked().as_str(), package.read("out/web/index.html").as_str()),
        ("ci\nrun\n", "<title>built</title>\n")
    );
    assert!(!said.out.contains("warning"), "{}", said.out);
    package.build(None);
    assert_eq!(package.asked(), "run\n");
    package.write("web/package-lock.json", "another");
    package.build(None);
    assert_eq!(package.asked(), "ci\nrun\n");
}

#[test]
fn the_watched_and_copied_files_are_those_that_are_built() {
    let package = WebPackage::new();
    package.program("node", NODE);
    package.program("npm", NPM);
    let said = package.build(Some("require"));
    let watched: Vec<_> = said.out.lines().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed=")).collect();
    let sources =
        ["index.html", "package.json", "package-lock.json", "public/favicon.svg", "src/api/time.ts", "src/main.tsx"];
    let sources: Vec<_> =
        sources.iter().chain(&["tsconfig.json", "vite.config.ts"]).map(|name| format!("../web/{name}")).collect();
    assert_eq!(watched[..2], ["build.rs", "../web/plain.html"]);
    assert_eq!(watched[2..], sources);
    assert!(package.at("out/web-build/src/api/time.ts").exists());
    assert!(!package.at("out/web-build/src/api/time.test.ts").exists());
    fs::remove_file(package.at("web/src/api/time.ts")).expect("it is there");
    package.build(None);
    assert!(!package.at("out/web-build/src/api/time.ts").exists(), "a removed file is not built");
}

#[test]
fn without_node_the_reason_is_reported() {
    let package = WebPackage::new();
    package.leaves_out("Node 20.19, or 22.12 or later is needed, and `node` does not run: ");
}

#[test]
fn a_node_that_cannot_build_it_is_named() {
    let package = WebPackage::new();
    package.program("npm", NPM);
    for version in ["v18.20.4", "v20.18.1", "v21.7.3", "v22.11.0", "nonsense"] {
        package.program("node", &format!("echo {version}"));
        package.leaves_out(&format!("Node 20.19, or 22.12 or later is needed, and this is {version}"));
    }
    assert_eq!(package.asked(), "");
}

#[test]
fn an_installation_that_fails_is_reported_and_repeated_the_next_time() {
    let package = WebPackage::new();
    package.program("node", NODE);
    package.program("npm", NPM);
    package.build(Some("require"));
    let old = package.read("web/package-lock.json");
    package.write("web/package-lock.json", "another");
    package.program("npm", "echo \"$1\" >>asked; echo 'npm error network &lt; <away>' >&2; exit 1");
    let said = package.build(None);
    let reason = "`npm ci --no-audit --no-fund --loglevel=error` ended with exit status: 1: npm error network";
    assert!(said.is_success && said.out.contains(reason), "{}", said.out);
    assert!(package.read("out/web/index.html").contains("npm error network &amp;lt; &lt;away>"));
    package.leaves_out(reason);
    package.write("web/package-lock.json", &old);
    package.program("npm", NPM);
    package.asked();
    package.build(Some("require"));
    assert_eq!(package.asked(), "ci\nrun\n", "the packages installed before the failure are gone");
}

#[test]
fn a_build_that_fails_is_reported() {
    let package = WebPackage::new();
    package.program("node", NODE);
    package.program("npm", "[ \"$1\" = ci ] || { echo 'src/main.tsx does not parse' >&2; exit 2; }");
    package.leaves_out("`npm run --silent build` ended with exit status: 2: src/main.tsx does not parse");
}

#[test]
fn a_build_that_skips_the_ui_does_not_wait_for_it() {
    let package = WebPackage::new();
    package.program("node", "echo asked >>../asked; echo v20.19.0");
    let said = package.build(Some("skip"));
    assert!(said.is_success && !said.out.contains("warning"), "{}", said.out);
    assert!(package.read("out/web/index.html").contains("the program was built with REDIAL_WEB=skip"));
    assert!(!package.at("out/web-build").exists() && !package.at("asked").exists());
    let said = package.build(Some("perhaps"));
    assert!(
        !said.is_success && said.err.contains("REDIAL_WEB is \"perhaps\": skip, require, or no value"),
        "{}",
        said.err
    );
}
