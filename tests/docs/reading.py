"""Read the pages, the code and the tree as these tests compare them."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ftcrawler"
NOT_OURS = {".git", ".venv", ".scrapy", "__pycache__", "build", "data"}


def page(name: str) -> str:
    """Return a page's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, title: str) -> str:
    """Return what stands under a heading, down to the next one of its level or above."""
    heading = re.search(rf"^(#+) {re.escape(title)}\n", page(name), re.MULTILINE)
    assert heading, f"{name} has no heading « {title} »"
    rest = page(name)[heading.end() :]
    return re.split(rf"^#{{1,{len(heading[1])}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of the tables in *text*, without their headings.

    >>> rows("| a | b |\\n|---|---|\\n| `c` | d |\\n")
    [['`c`', 'd']]
    """
    found: list[list[str]] = []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("|---"):
            body = takewhile(lambda row: row.startswith("|"), lines)
            found += [[cell.strip() for cell in row.strip("|").split("|")] for row in body]
    return found


def names(text: str) -> list[str]:
    """Return the first cell of every row, without its quotes."""
    return [row[0].strip("`") for row in rows(text)]


def quoted(cell: str) -> list[str]:
    """Return what stands between backquotes.

    >>> quoted("`a.py`, `b/`")
    ['a.py', 'b/']
    """
    return re.findall(r"`([^`]+)`", cell)


def constants(module: ModuleType) -> dict[str, Any]:
    """Return what a module names in capitals."""
    return {name: value for name, value in vars(module).items() if name.isupper()}


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def text_of(node: ast.AST) -> str | None:
    """Return a string of the code as its reader may see it; « … » is what varies."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts
            )
        case _:
            return None


def sources() -> list[Path]:
    """Return the Python files that speak to users."""
    folders = (PACKAGE, ROOT / "ftsandbox")
    return [*(p for f in folders for p in f.rglob("*.py")), *(ROOT / "configs").glob("*.py")]


@cache
def said() -> tuple[str, ...]:
    """Return every string of the package, of what starts scrapyd, and of the Makefile."""
    nodes = (node for path in sources() for node in ast.walk(parsed(path)))
    return (*filter(None, map(text_of, nodes)), page("Makefile"))


def environment_of_settings() -> dict[str, set[str]]:
    """Return the environment variables that each setting is made from."""
    found = {}
    for node in parsed(PACKAGE / "settings.py").body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = set(_environment(node.value))
    return found


def _environment(expression: ast.AST) -> Iterator[str]:
    for node in ast.walk(expression):
        match node:
            case (
                ast.Call(func=ast.Attribute(value=value), args=[ast.Constant(value=str(name)), *_])
                | ast.Subscript(value=value, slice=ast.Constant(value=str(name)))
            ) if ast.unparse(value) in {"os.environ", "os"}:
                yield name


def own_files() -> list[Path]:
    """Return the files that git keeps; without git, those of the tree."""
    if (git := shutil.which("git")) and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    else:
        within = ((path, path.relative_to(ROOT).parts[:-1]) for path in ROOT.rglob("*"))
        # Hidden folders are what tools keep for themselves.
        paths = [path for path, parts in within if not any(part[0] == "." for part in parts)]
    return [
        path for path in paths if path.is_file() and not NOT_OURS & {*path.relative_to(ROOT).parts}
    ]
