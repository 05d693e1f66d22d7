"""Checks the arrows between the crates of the workspace, which ARCHITECTURE.md draws.

Usage: python3 .ci/arrows.py              fails on every arrow that differs from the table
       python3 .ci/arrows.py --self-test  shows on planted arrows that the check finds them

Dependencies of tests and benches are free: a test may see more than the code that it tests.
"""

import json
import pathlib
import re
import subprocess
import sys

# The normal and build dependencies of each crate, by folder: those of the workspace, and the heavy libraries below.
ARROWS = {
    "engine": "",
    "sim": "engine",
    "sim/study": "sim engine parquet",
    "replay": "engine",
    "replay/store": "replay engine",
    "api/clock": "engine tokio",
    "api/leads": "engine",
    "api/ports": "sim engine api/clock replay replay/store tokio",
    "api/live": "api/ports replay/store replay engine api/clock tokio",
    "api/studies": "sim/study sim replay api/leads api/clock engine tokio",
    "api/http": "api/live api/studies api/leads replay engine api/clock sim/study axum hyper tokio tower",
    "api": "api/http api/live api/studies api/ports api/leads api/clock replay/store replay sim/study sim engine tokio",
    "fixtures/testing": "",
}
HEAVY = {"axum", "hyper", "parquet", "tokio", "tower"}

# The format of the journal opens no file, and has no thread and no network: it reads from a reader that it is given.
PURE = {"replay/src": re.compile(r"\bstd::(\{[^}]*\b)?(fs|net|process|thread)\b")}


def drawn():
    """Returns the arrows that the manifests draw: the dependencies of each folder."""
    command = ["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1"]
    packages = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["packages"]
    root = pathlib.Path.cwd()
    folders = {p["name"]: str(pathlib.Path(p["manifest_path"]).parent.relative_to(root)) for p in packages}
    return {
        folders[package["name"]]: {
            folders.get(dependency["name"], dependency["name"])
            for dependency in package["dependencies"]
            if dependency["kind"] != "dev" and (dependency["name"] in folders or dependency["name"] in HEAVY)
        }
        for package in packages
    }


def differences(drawn, wanted):
    """Returns a sentence for each arrow that only one side has."""
    for crate in sorted(drawn.keys() - wanted.keys()):
        yield f"{crate} has no row. Add one to ARROWS, and one to the table of crates in ARCHITECTURE.md."
    for crate in sorted(wanted.keys() - drawn.keys()):
        yield f"{crate} is no crate. Remove its row from ARROWS."
    for crate in sorted(drawn.keys() & wanted.keys()):
        for target in sorted(drawn[crate] - wanted[crate]):
            yield (
                f"{crate} -> {target} is forbidden. Remove {target} from {crate}/Cargo.toml: have the caller hand in "
                "a value or a trait, or move the code to a crate that has the arrow."
            )
        for target in sorted(wanted[crate] - drawn[crate]):
            yield f"{crate} -> {target} is not drawn any more. Remove it from ARROWS, so that it stays so."


def impurities(files, pattern):
    """Returns a sentence for each line of code that names a forbidden module."""
    for file, text in files:
        for number, line in enumerate(text.splitlines(), 1):
            found = pattern.search(line.split("//")[0])
            if found:
                yield f"{file}:{number} names {found[0]}. Take a reader or a writer, and leave the rest to the caller."


def self_test():
    wanted = {"a": {"b"}, "b": set()}
    cases = {
        "the same arrows": (wanted, 0),
        "a forbidden arrow": ({"a": {"b"}, "b": {"a"}}, 1),
        "an arrow that is not drawn any more": ({"a": set(), "b": set()}, 1),
        "a crate without a row, and a row without a crate": ({"a": {"b"}, "c": set()}, 2),
    }
    for name, (planted, count) in cases.items():
        assert len(list(differences(planted, wanted))) == count, name
    for line in ("use std::fs;", "use std::{io, fs};", "    std::thread::spawn(f)"):
        assert list(impurities([("x.rs", line)], PURE["replay/src"])), line
    for line in ("use std::io;", "// std::fs is not named here", "use std::{fmt, io};"):
        assert not list(impurities([("x.rs", line)], PURE["replay/src"])), line
    print("planted arrows and lines are found")


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if sys.argv[1:]:
        sys.exit(__doc__)
    wrong = list(differences(drawn(), {crate: set(row.split()) for crate, row in ARROWS.items()}))
    for folder, pattern in PURE.items():
        files = ((file, file.read_text()) for file in sorted(pathlib.Path(folder).rglob("*.rs")))
        wrong += impurities(files, pattern)
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(ARROWS)} crates, and every arrow between them is in the table")
    return None


main()
