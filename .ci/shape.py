"""Checks the shape of the Rust code: no circle of files inside a crate, and no type name that stands in two places.

Usage: python3 .ci/shape.py              fails on every circle and on every repeated type name
       python3 .ci/shape.py --count      prints the figures of the tree
       python3 .ci/shape.py --places     prints the figures, and every place that they count
       python3 .ci/shape.py --self-test  shows on small trees that each check finds what it is for

The arrows between files are read from `use` and from paths in the code. A name is followed through re-exports to the
file that defines it. A re-export, a `mod` declaration, a doc comment and a module under `#[cfg(test)]` draw no arrow.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>//[^\n]*)
    |(?P<block>/\*)
    |(?P<raw>[bc]?r(?P<hashes>\#*)".*?"(?P=hashes))
    |(?P<string>[bc]?"(?:[^"\\]|\\.)*")
    |(?P<char>b?'(?:[^'\\\n]|\\(?:u\{[^}]*\}|x..|.))')
    |(?P<lifetime>'[A-Za-z_]\w*)
    |(?P<name>(?:r\#)?[A-Za-z_]\w*)
    |(?P<number>\d\w*(?:\.\d\w*)?)
    |(?P<sign>::|.)""",
    re.VERBOSE | re.DOTALL,
)
TYPES = {"struct", "enum", "trait", "union", "type"}
ITEMS = TYPES | {"fn", "const", "static"}
OPENING, CLOSING = {"{": "}", "(": ")", "[": "]"}, {"}", ")", "]"}
PATH_TEXT = re.compile(r'"((?:\w+::)+\w+)"')

Token = collections.namedtuple("Token", "kind text line")
Use = collections.namedtuple("Use", "path alias line is_public is_glob")
Item = collections.namedtuple("Item", "file name")
Function = collections.namedtuple("Function", "lines place name")


def tokens_of(text):
    """Returns the tokens of a Rust file, and its comments apart."""
    tokens, comments, at, line = [], [], 0, 1
    while at < len(text):
        found = TOKEN.match(text, at)
        kind, end = found.lastgroup, found.end()
        if kind == "hashes":
            kind = "raw"
        if kind == "block":
            depth = 1
            while depth and end < len(text):
                mark = re.compile(r"/\*|\*/").search(text, end)
                if mark is None:
                    end = len(text)
                    break
                depth, end = depth + (1 if mark[0] == "/*" else -1), mark.end()
        word = text[at:end]
        if kind in ("comment", "block"):
            comments.extend((line + number, part) for number, part in enumerate(word.split("\n")))
        elif kind != "space":
            tokens.append(Token(kind, word.removeprefix("r#") if kind == "name" else word, line))
        line += word.count("\n")
        at = end
    return tokens, comments


def end_of_group(tokens, at):
    """Returns the place after the bracket that closes the one at `at`."""
    depth = 0
    while at < len(tokens):
        if tokens[at].kind == "sign":
            depth += (tokens[at].text in OPENING) - (tokens[at].text in CLOSING)
            if depth == 0:
                return at + 1
        at += 1
    return at


def end_of_item(tokens, at):
    """Returns the place after the item, field or statement that begins at `at`."""
    while tokens[at].text == "#":
        at = end_of_group(tokens, at + 1)
    head = {token.text for token in tokens[at : at + 6]}
    has_body = "use" not in head and head & {"fn", "mod", "impl", "struct", "enum", "trait", "union"}
    while at < len(tokens):
        text = tokens[at].text
        if text == ";" or (text == "," and not has_body):
            return at + 1
        if text in CLOSING:
            return at
        if text in OPENING:
            at = end_of_group(tokens, at)
            if has_body and text == "{":
                return at
        else:
            at += 1
    return at


def use_tree(tokens, at, prefix):
    """Reads one tree of a `use`; returns its leaves as (path, alias, is_glob), and the place after it."""
    path = list(prefix)
    while True:
        text = tokens[at].text
        if text == "{":
            leaves, at = [], at + 1
            while tokens[at].text != "}":
                more, at = use_tree(tokens, at, path)
                leaves += more
                at += tokens[at].text == ","
            return leaves, at + 1
        if text == "*":
            return [(path, None, True)], at + 1
        if text == "::":
            at += 1
            continue
        path.append(text)
        at += 1
        if tokens[at].text == "::":
            at += 1
            continue
        # `a::{self}` brings in `a`.
        if path[-1] == "self" and len(path) > 1:
            path.pop()
        if tokens[at].text == "as":
            return [(path, tokens[at + 1].text, False)], at + 2
        return [(path, path[-1], False)], at


class Module:
    """A module of a crate: the names that it defines, and those that it takes."""

    def __init__(self, file, parent, folder):
        self.file, self.parent, self.folder = file, parent, folder
        self.children, self.items, self.uses, self.paths = {}, {}, [], []
        self.bare, self.macros = set(), []
        self.declared = []


class Reader:
    """Reads the tokens of one file into its modules, its types and its functions."""

    def __init__(self, tokens, file, with_tests):
        self.tokens, self.file, self.with_tests = tokens, file, with_tests
        self.types, self.functions = [], []

    def read(self, module):
        """Reads the file as `module`; inline modules become its children."""
        tokens, at, blocks, pending, path_of_mod = self.tokens, 0, [], None, None
        while at < len(tokens):
            token = tokens[at]
            text, here = token.text, next((block[1] for block in reversed(blocks) if block[1]), module)
            before = tokens[at - 1].text if at else ""
            after = tokens[at + 1] if at + 1 < len(tokens) else Token("sign", "", token.line)
            if text == "#" and (after.text == "[" or (after.text == "!" and tokens[at + 2].text == "[")):
                opening = at + 1 + (after.text == "!")
                end = end_of_group(tokens, opening)
                inside = tokens[opening + 1 : end - 1]
                words = [part.text for part in inside]
                if words[:1] == ["cfg"] and "test" in words and "not" not in words and not self.with_tests:
                    at = end_of_item(tokens, end)
                    continue
                if words[:2] == ["path", "="]:
                    path_of_mod = words[2].strip('"')
                for part in inside:
                    found = PATH_TEXT.fullmatch(part.text) if part.kind == "string" else None
                    if found:
                        here.paths.append((found[1].split("::"), part.line))
                at = opening + 1
                continue
            if token.kind == "name":
                if text == "use" and after.text not in ("<", "("):
                    leaves, end = use_tree(tokens, at + 1, [])
                    is_public = before == "pub" or (before == ")" and self.is_visibility(at - 1))
                    here.uses.extend(Use(path, alias, token.line, is_public, glob) for path, alias, glob in leaves)
                    at = end
                    continue
                if text == "mod" and after.kind == "name":
                    if tokens[at + 2].text == ";":
                        here.declared.append((after.text, path_of_mod, token.line))
                    else:
                        child = Module(here.file, here, here.folder / after.text)
                        here.children[after.text] = child
                        pending = ("mod", child, after.text, token.line)
                    path_of_mod = None
                    at += 2
                    continue
                if text == "macro_rules" and after.text == "!":
                    here.items[tokens[at + 2].text] = token.line
                    here.macros.append(tokens[at + 2].text)
                    at += 3
                    continue
                is_item = not blocks or blocks[-1][0] in ("mod", "fn", "block")
                if text == "impl" and is_item and before in ("", ";", "}", "{", "]", "unsafe"):
                    pending = ("impl", None, "", token.line)
                elif text in ITEMS and after.kind == "name" and self.is_definition(at):
                    holder = blocks[-1][0] if blocks else "mod"
                    if text in TYPES and not (text == "type" and holder in ("impl", "trait")):
                        self.types.append((after.text, text, token.line))
                    if holder == "mod":
                        here.items[after.text] = token.line
                    if text in ("fn", "trait"):
                        pending = (text, None, after.text, token.line)
                    at += 2
                    continue
                elif before != "." and before != "::":
                    at = self.path(at, here)
                    continue
            elif text in OPENING:
                if text == "{" and pending:
                    blocks.append(pending)
                    pending = None
                else:
                    blocks.append(("block" if text == "{" else text, None, "", token.line))
            elif text in CLOSING and blocks:
                kind, _, name, line = blocks.pop()
                if kind == "fn":
                    self.functions.append(Function(token.line - line + 1, f"{self.file}:{line}", name))
            elif text == ";" and (not blocks or blocks[-1][0] in ("mod", "impl", "trait", "block")):
                pending = None
            at += 1

    def is_visibility(self, at):
        """Tells whether the bracket that closes at `at` is that of `pub(…)`."""
        while self.tokens[at].text != "(":
            at -= 1
        return self.tokens[at - 1].text == "pub"

    def is_definition(self, at):
        """Tells the keyword of an item from a contextual `union`, and from the `const` of a pointer or a parameter."""
        before = self.tokens[at - 1].text if at else ""
        if self.tokens[at].text == "union":
            return self.tokens[at + 2].text in ("{", "<")
        return self.tokens[at].text != "const" or (before not in ("*", "<", ",") and self.tokens[at + 1].text != "fn")

    def path(self, at, module):
        """Reads the path that begins at `at`; returns the place after it."""
        path, start = [self.tokens[at].text], self.tokens[at]
        at += 1
        while self.tokens[at : at + 2] and self.tokens[at].text == "::" and at + 1 < len(self.tokens):
            if self.tokens[at + 1].kind != "name":
                break
            path.append(self.tokens[at + 1].text)
            at += 2
        if len(path) > 1:
            module.paths.append((path, start.line))
        elif at < len(self.tokens) and self.tokens[at].text == "!":
            module.paths.append((path, start.line))
        module.bare.add(path[0])
        return at


class Target:
    """One library, program, test or bench: the modules below its root file, and the arrows between their files."""

    def __init__(self, root, sources):
        self.sources, self.modules = sources, []
        self.root = self.load(root, None, root.parent)
        self.arrows = collections.defaultdict(dict)
        for module in self.modules:
            self.draw(module)

    def load(self, file, parent, folder):
        module = Module(file, parent, folder)
        Reader(self.sources(file), file, with_tests=False).read(module)
        self.gather(module)
        return module

    def gather(self, module):
        """Follows the `mod` declarations of a module and of its inline modules."""
        self.modules.append(module)
        for child in list(module.children.values()):
            self.gather(child)
        for name, path, _ in module.declared:
            if path:
                file = (module.file.parent / path).resolve()
            else:
                file = module.folder / f"{name}.rs"
                if not file.exists():
                    file = module.folder / name / "mod.rs"
            if file.exists():
                folder = file.parent if file.name == "mod.rs" else file.parent / file.stem
                module.children[name] = self.load(file, module, folder)

    def find(self, module, name, seen):
        """Returns everything that `name` means inside `module`: items and modules."""
        found = [module.children[name]] if name in module.children else []
        if name in module.items:
            found.append(Item(module.file, name))
        if (id(module), name) in seen:
            return found
        seen = seen | {(id(module), name)}
        for use in module.uses:
            if use.alias == name:
                found += self.resolve(module, use.path, seen)
        if not found:
            for use in module.uses:
                if use.is_glob:
                    for target in self.resolve(module, use.path, seen):
                        if isinstance(target, Module):
                            found += self.find(target, name, seen)
        return found

    def resolve(self, module, path, seen=frozenset()):
        """Follows a path from `module`; returns its ends. A name that only a macro can define belongs to its module."""
        first, rest = path[0], path[1:]
        if first in ("crate", "self", "super"):
            found = [{"crate": self.modules_root(module), "self": module, "super": module.parent}[first]]
        else:
            found = self.find(module, first, seen)
        for name in rest:
            # A function may bear the name of its module; only the module has more inside.
            found, further = [place for place in found if isinstance(place, Module)] or found, []
            for place in found:
                if isinstance(place, Item):
                    further.append(place)
                elif place is not None:
                    if name == "super":
                        further.append(place.parent)
                    elif name == "self":
                        further.append(place)
                    else:
                        further += self.find(place, name, seen) or [Item(place.file, name)]
            found = further
        return [place for place in found if place is not None]

    @staticmethod
    def modules_root(module):
        while module.parent:
            module = module.parent
        return module

    def draw(self, module):
        """Draws the arrows that leave a module."""
        wanted = [(path, line) for path, line in module.paths]
        for use in module.uses:
            if use.is_glob and not use.is_public:
                for place in self.resolve(module, use.path):
                    if isinstance(place, Item):
                        self.arrow(module, place, use.line)
                        continue
                    for name in module.bare:
                        for item in self.find(place, name, frozenset()):
                            self.arrow(module, item, use.line)
            elif not use.is_glob and (not use.is_public or use.alias in module.bare):
                wanted.append((use.path, use.line))
        for path, line in wanted:
            for place in self.resolve(module, path):
                self.arrow(module, place, line)

    def arrow(self, module, place, line):
        if isinstance(place, Item) and place.file != module.file:
            self.arrows[module.file, place.file].setdefault(place.name, line)

    def circles(self):
        """Returns the groups of files that reach each other."""
        onward = collections.defaultdict(set)
        for start, end in self.arrows:
            onward[start].add(end)
        return strong_groups(onward)


def strong_groups(onward):
    """Returns the strongly connected groups of more than one node."""
    reach = {}
    for start in list(onward):
        seen, waiting = set(), [start]
        while waiting:
            for end in onward.get(waiting.pop(), ()):
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
        reach[start] = seen
    groups, placed = [], set()
    for node in sorted(onward):
        if node not in placed and node in reach[node]:
            group = {other for other in reach[node] if node in reach.get(other, ())}
            placed |= group
            groups.append(sorted(group))
    return groups


def cut(arrows):
    """Returns few (file, names) so that no circle is left when the circle's other files no longer take those names."""
    left, found = dict(arrows), []
    while True:
        onward = collections.defaultdict(set)
        for start, end in left:
            onward[start].add(end)
        groups = strong_groups(onward)
        inside = {pair for pair in left for group in groups if pair[0] in group and pair[1] in group}
        if not inside:
            return found
        # Either one arrow, or all that end at one file: the most arrows for the fewest names.
        choices = [[pair] for pair in inside]
        choices += [[pair for pair in inside if pair[1] == end] for _, end in inside]
        names = lambda choice: {name for pair in choice for name in left[pair]}
        best = min(choices, key=lambda choice: (len(names(choice)) / len(choice), -len(choice), sorted(choice)))
        found.append((best, sorted(names(best))))
        for pair in best:
            del left[pair]


class Workspace:
    """The crates of a workspace, as their files stand on the disk."""

    def __init__(self, root):
        self.root, self.tokens, self.comments = root.resolve(), {}, {}
        self.members = []
        for pattern in tomllib.loads((self.root / "Cargo.toml").read_text())["workspace"]["members"]:
            self.members += sorted(path.parent for path in self.root.glob(f"{pattern}/Cargo.toml"))

    def sources(self, file):
        if file not in self.tokens:
            self.tokens[file], self.comments[file] = tokens_of(file.read_text())
        return self.tokens[file]

    def shown(self, file):
        return file.relative_to(self.root).as_posix()

    def files(self):
        """Returns every Rust file of the members."""
        found = set()
        for member in self.members:
            for part in ["src", "tests", "benches", "examples", "fuzz"]:
                found.update((member / part).rglob("*.rs"))
            found.update(member.glob("*.rs"))
        return sorted(file for file in found if "target" not in file.relative_to(self.root).parts)

    @staticmethod
    def roots(member):
        """Returns the root files of a member's targets, as cargo finds them."""
        manifest = tomllib.loads((member / "Cargo.toml").read_text())
        found = {member / "src/lib.rs", member / "src/main.rs", member / "build.rs"}
        folders = {"src/bin": "autobins", "tests": "autotests", "benches": "autobenches", "examples": "autoexamples"}
        for folder, switch in folders.items():
            if manifest["package"].get(switch, True):
                found.update((member / folder).glob("*.rs"))
                found.update((member / folder).glob("*/main.rs"))
        for kind in ["lib", "bin", "test", "bench", "example"]:
            tables = manifest.get(kind, [])
            for table in [tables] if isinstance(tables, dict) else tables:
                if "path" in table:
                    found.add(member / table["path"])
        return sorted(root for root in found if root.exists())

    def circles(self):
        """Returns each circle as (member, files, arrows inside)."""
        found = {}
        for member in self.members:
            for root in self.roots(member):
                target = Target(root, self.sources)
                for group in target.circles():
                    inside = {pair: names for pair, names in target.arrows.items() if set(pair) <= set(group)}
                    found.setdefault(tuple(group), (member, group, inside))
        return list(found.values())

    def repeated_types(self):
        """Returns the type names that stand in several places, each with its places."""
        places = collections.defaultdict(list)
        for file in self.files():
            for name, kind, line in self.reader(file).types:
                places[name].append(f"{self.shown(file)}:{line} ({kind})")
        return {name: found for name, found in sorted(places.items()) if len(found) > 1}

    def reader(self, file):
        reader = Reader(self.sources(file), self.shown(file), with_tests=True)
        reader.read(Module(file, None, file.parent))
        return reader


def check(workspace):
    """Returns a message for each circle and for each repeated type name."""
    messages = []
    for member, group, inside in workspace.circles():
        lines = [f"{workspace.shown(member)}: {len(group)} files use each other in a circle:"]
        for (start, end), names in sorted(inside.items()):
            words = ", ".join(f"{name} (line {line})" for name, line in sorted(names.items()))
            lines.append(f"  {workspace.shown(start)} -> {workspace.shown(end)}: {words}")
        lines.append("  The circle is open once these are elsewhere:")
        for pairs, names in cut(inside):
            users = ", ".join(workspace.shown(start) for start, _ in sorted(pairs))
            lines.append(f"    {', '.join(names)} of {workspace.shown(pairs[0][1])}, which {users} used")
        lines.append(
            "  What to do: move those names to a file of their own below all that use them, or pass the value as an\n"
            "  argument. Join the files if they are one idea."
        )
        messages.append("\n".join(lines))
    for name, places in workspace.repeated_types().items():
        lines = [f"the type name {name} stands in {len(places)} places:", *(f"  {place}" for place in places)]
        lines.append(
            "  What to do: use one definition in all places if they mean the same.\n"
            "  Otherwise the more public meaning keeps the name; name the others by what they hold."
        )
        messages.append("\n".join(lines))
    return messages


VAGUE = re.compile(r"\b(whoever|whatever|nobody|somebody)\b", re.IGNORECASE)
WIDTH = 120
# Written by a tool, and not by a person.
GENERATED = {"api/web/src/api/schema.ts", "api/web/package-lock.json", "Cargo.lock"}
CODE = {".rs", ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".py", ".toml"}
COMMENT = re.compile(r"^\s*(//|/\*|\*|<!--|#(?!\[|!\[))|\s//\s")


class Figures:
    """What `--count` prints: each figure with the places that it counts."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.comment_lines = self.paper_lines = 0
        self.vague, self.wide = [], collections.defaultdict(list)
        root = workspace.root
        listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
        for name in listed.splitlines():
            file = root / name
            if name in GENERATED or name.startswith("fixtures/journals") or not file.is_file():
                continue
            if file.suffix == ".rs":
                self.rust(name, file)
            elif file.suffix == ".md":
                self.paper(name, file)
            elif file.suffix in CODE or name == ".ci/run":
                self.code(name, file)

    def line(self, name, number, text, kind):
        if kind != "code":
            self.vague += [f"{name}:{number}: {text.strip()}" for _ in VAGUE.finditer(text)]
        if len(text) > WIDTH:
            self.wide[kind].append(f"{name}:{number}: {len(text)} columns")

    def rust(self, name, file):
        self.workspace.sources(file)
        comments = collections.defaultdict(str)
        for number, text in self.workspace.comments[file]:
            comments[number] += text
        for number, text in enumerate(file.read_text().split("\n"), 1):
            if number in comments:
                self.comment_lines += 1
                self.vague += [f"{name}:{number}: {text.strip()}" for _ in VAGUE.finditer(comments[number])]
            if len(text) > WIDTH:
                kind = "comments" if number in comments else "code"
                self.wide[kind].append(f"{name}:{number}: {len(text)} columns")

    def code(self, name, file):
        for number, text in enumerate(file.read_text().split("\n"), 1):
            is_comment = bool(COMMENT.search(text))
            self.comment_lines += is_comment
            self.line(name, number, text, "comments" if is_comment else "code")

    def paper(self, name, file):
        for number, text in enumerate(file.read_text().split("\n"), 1):
            self.paper_lines += 1
            # A row of a table cannot be wrapped.
            self.line(name, number, text[:WIDTH] if text.startswith("|") else text, "papers")
            if text.startswith("|"):
                self.vague += [f"{name}:{number}: {text[WIDTH:]}" for _ in VAGUE.finditer(text[WIDTH:])]

    def print(self, with_places):
        workspace = self.workspace
        files = {file: len(file.read_text().split("\n")) - 1 for file in workspace.files()}
        functions = [function for file in files for function in workspace.reader(file).functions]
        is_product = lambda place: "/src/" in place and not re.search(r"/tests(/|\.rs)", place)
        groups = [", ".join(map(workspace.shown, group)) for _, group, _ in workspace.circles()]
        names = [f"{name}: {', '.join(places)}" for name, places in workspace.repeated_types().items()]
        lines = self.comment_lines + self.paper_lines
        rows = [
            ("circles of files", len(groups), groups),
            ("repeated type names", len(names), names),
            ("lines of comments and papers", f"{lines:,}", []),
            ("whoever, whatever, nobody, somebody in them", len(self.vague), self.vague),
            ("the same in 1,000 lines", f"{1000 * len(self.vague) / max(lines, 1):.2f}", []),
        ]
        readme = workspace.root / "README.md"
        rows.append(("README.md, bytes", f"{readme.stat().st_size if readme.exists() else 0:,}", []))
        for part, is_wanted in [("src", is_product), ("tests and benches", lambda place: not is_product(place))]:
            longest = max((file for file in files if is_wanted(workspace.shown(file))), key=files.get, default=None)
            if longest:
                rows.append((f"longest file of {part}", f"{files[longest]} lines, {workspace.shown(longest)}", []))
            found = max((function for function in functions if is_wanted(function.place)), default=None)
            if found:
                rows.append((f"longest function of {part}", f"{found.lines} lines, {found.name} at {found.place}", []))
        for kind in ["code", "comments", "papers"]:
            rows.append((f"lines of {kind} over {WIDTH} columns", len(self.wide[kind]), self.wide[kind]))
        for name, figure, places in rows:
            print(f"{name}: {figure}")
            for place in places if with_places else []:
                print(f"  {place}")


def planted(files):
    """Writes a small workspace and returns the messages of the check."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "Cargo.toml").write_text('[workspace]\nmembers = ["one"]\n')
        files = {"Cargo.toml": '[package]\nname = "one"\n', **files}
        for name, text in files.items():
            path = root / "one" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return "\n".join(check(Workspace(root)))


def self_test():
    """Plants each fault in a small tree and checks that it is found; sound trees beside them are not blamed."""
    sound = {
        "src/lib.rs": "mod a;\nmod b;\npub use a::A;\npub use b::B;\n",
        "src/a.rs": "pub struct A;\n",
        "src/b.rs": "use crate::A;\npub struct B(A);\n",
    }
    # name: (files beside the sound ones, the words that a message needs)
    cases = {
        "a parent that declares and re-exports": ({}, []),
        "a `use` back": (
            {"src/a.rs": "use crate::b::B;\npub struct A(Box<B>);\n"},
            ["2 files", "one/src/a.rs -> one/src/b.rs: B (line 1)", "one/src/b.rs -> one/src/a.rs: A (line 1)"],
        ),
        "a path back, in a function": (
            {"src/a.rs": "pub struct A;\nfn f() {\n    super::b::g();\n}\n",
             "src/b.rs": "use super::a::A;\npub struct B(A);\npub fn g() {}\n"},
            ["one/src/a.rs -> one/src/b.rs: g (line 3)"],
        ),
        "a path back through an imported module": (
            {"src/a.rs": "use crate::b;\npub struct A;\nfn f(_: b::B) {}\n"},
            ["one/src/a.rs -> one/src/b.rs: B (line 3)"],
        ),
        "a path back through a re-export and a new name": (
            {"src/a.rs": "use crate::{B as Other};\npub struct A(Box<Other>);\n"},
            ["one/src/a.rs -> one/src/b.rs: B (line 1)"],
        ),
        "a circle through a glob": (
            {"src/a.rs": "use super::b::*;\npub struct A(Box<B>);\n"},
            ["one/src/a.rs -> one/src/b.rs: B (line 1)"],
        ),
        "a child that uses its parent, which uses it": (
            {"src/a.rs": "mod c;\npub struct A(c::C);\npub struct D;\n", "src/a/c.rs": "pub struct C(super::D);\n"},
            ["one/src/a.rs -> one/src/a/c.rs: C (line 2)", "one/src/a/c.rs -> one/src/a.rs: D (line 1)"],
        ),
        "a child that uses its parent, which only declares and re-exports it": (
            {"src/a.rs": "mod c;\npub use c::C;\npub struct A;\n", "src/a/c.rs": "pub struct C(super::A);\n"},
            [],
        ),
        "a path back in tests, comments and strings": (
            {"src/a.rs": "//! See [crate::b::B].\npub struct A;\nconst _: &str = \"crate::b::B\";\n"
                         "#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n"},
            [],
        ),
        "a circle inside a test binary": (
            {"tests/it/main.rs": "mod x;\nmod y;\n", "tests/it/x.rs": "use crate::y::g;\npub fn f() { g() }\n",
             "tests/it/y.rs": "pub fn g() { crate::x::f() }\n"},
            ["one/tests/it/x.rs -> one/tests/it/y.rs: g (line 1)"],
        ),
        "a type repeated in src": (
            {"src/b.rs": "use crate::A;\npub struct B(A);\nmod inner {\n    enum A {}\n}\n"},
            ["the type name A stands in 2 places", "one/src/a.rs:1 (struct)", "one/src/b.rs:4 (enum)"],
        ),
        "a type repeated in two test binaries, and an alias inside a function": (
            {"tests/x.rs": "struct T;\n", "tests/y.rs": "#[test]\nfn t() {\n    type T = u8;\n}\n"},
            ["one/tests/x.rs:1 (struct)", "one/tests/y.rs:3 (type)"],
        ),
        "associated types": (
            {"src/b.rs": "use crate::A;\npub struct B(A);\npub trait Has { type Held; }\n"
                         "impl Has for B { type Held = A; }\nfn f() {\n    impl Has for A { type Held = B; }\n}\n"},
            [],
        ),
    }
    for name, (files, words) in cases.items():
        messages = planted({**sound, **files})
        missing = [word for word in words if word not in messages]
        if missing or bool(messages) != bool(words):
            sys.exit(f"FAILED: {name}: wanted {words}, found:\n{messages or 'nothing'}")
        print(f"{'found' if words else 'not blamed'}: {name}")


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    workspace = Workspace(pathlib.Path(__file__).resolve().parent.parent)
    if arguments in (["--count"], ["--places"]):
        return Figures(workspace).print(with_places=arguments == ["--places"])
    if arguments:
        sys.exit(__doc__)
    messages = check(workspace)
    if messages:
        print("\n\n".join(messages))
        sys.exit(f"\nFAILED: the shape of the code: {len(messages)} places to mend")
    print(f"no circle of files and no repeated type name in {len(workspace.files())} files")


if __name__ == "__main__":
    main(sys.argv[1:])
