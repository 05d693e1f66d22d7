# Campaigns: longer than the tests of every change. Each recipe is a plain command, so it can be copied without `just`.
# Run one when a rule, the audit, the dice, the store or the driver changed.

# The web UI is no part of these.
export REDIAL_WEB := "skip"

# Lists the campaigns.
default:
    @just --list --unsorted

# All checks of a change, as `.ci/run` runs them.
check:
    bash .ci/run

# Arrows between crates, circles of files, repeated type names, long lines, words to avoid, each with its place.
shape:
    python3 .ci/arrows.py
    python3 .ci/shape.py
    python3 .ci/shape.py --places

# The tests that need strace, or the right to mount.
ignored *names:
    cargo test -p redial --test integration -- --ignored {{names}}

# Random worlds with every fault on, each audited after every record. A million take about half an hour on two cores.
worlds n="1000000":
    REDIAL_WORLDS={{n}} cargo test --release -p redial-sim --test main worlds::

# The simulator against exact answers, over so many runs.
exact n="10000000":
    REDIAL_RUNS={{n}} cargo test --release -p redial-sim --test main exact::

# The simulator against closed forms, and against a published table.
closed:
    cargo test --release -p redial-sim --test main -- closed:: glare::

# The server killed with SIGKILL at so many instants, started again, and compared with its acknowledgements. 10,000 take
# an hour.
kills n="10000":
    REDIAL_KILLS={{n}} cargo test --release -p redial --test integration kills::after_kill

# SIGKILL and failed syncs at every system call of a script, and of a recovery. Needs strace.
syscalls:
    REDIAL_STRACE=1 cargo test --release -p redial --test integration strace:: -- --ignored

# Power cuts on a disk in memory: over the store alone, then over whole worlds with the mock CRM's log.
power:
    cargo test --release -p redial-store
    cargo test --release -p redial --test integration power::

# Fuzzes the reader, the fast input or HEAD (`replay`), or CSV (`api/leads`). Needs cargo-fuzz and a nightly toolchain.
fuzz folder target *options:
    cd {{folder}} && cargo +nightly fuzz run {{target}} {{options}}

# The figures of BENCHMARKS.md: computing, the journal, the writer, studies. REDIAL_YARDSTICK names the yardstick's sources.
bench *options:
    cargo bench -p redial --bench yardstick -- {{options}}

# The figures of a server with thousands of sessions, pollers, listeners and hostile clients.
bench-live *options:
    cargo bench -p redial --bench live -- {{options}}

# How long a start takes.
bench-start:
    cargo bench -p redial --bench start

# The web UI's figures and pictures, from the release build.
figures:
    REDIAL_WEB=require cargo build --release
    cd api/web && npm ci --no-audit --no-fund && npm run figures && npm run pictures

# Licences, duplicate crates and sources of the dependencies. Needs cargo-deny.
deny:
    cargo deny check licenses bans sources

# Writes the golden journals anew, after a changed rule. Read the diff line by line.
bless:
    REDIAL_BLESS=1 cargo test -p redial-replay --test main hand
    REDIAL_BLESS=1 cargo test -p redial --test integration sim::
