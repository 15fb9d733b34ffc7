"""The tables of docs/ that the code knows better, in Markdown (scripts/generate_docs.py)."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftcrawler.api.search_parameters import CRITERIA
from ftcrawler.endings import ENDINGS
from ftcrawler.offers.arrow import schema
from ftcrawler.offers.columns import COLUMNS, CSV_DESCRIPTIONS
from ftcrawler.offers.field_types import AfterClosing, Objects, Scalar
from ftcrawler.offers.fields import FOUND, REST, fields_by_path
from scripts.athena_ddl import athena
from scripts.markdown import table
from scripts.table_docs import kept_fields, other_fields, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PACKAGE: Final = Path(__file__).parents[1] / "ftcrawler"
FRENCH: Final = {
    Scalar.TEXT: "texte",
    Scalar.NUMBER: "nombre",
    Scalar.INTEGER: "entier",
    Scalar.BOOLEAN: "oui ou non",
    Scalar.MOMENT: "moment",
}


def reasons() -> str:
    """Return how runs end, from ftcrawler/endings.py."""
    rows = (
        (
            f"`{each.reason}`",
            f"`{each.status.value}`" if each.status else "celui des recherches",
            "0 ou 4" if each.exit_code is None else str(each.exit_code),
            each.remedy,
        )
        for each in ENDINGS
    )
    return table(("motif", "statut", "code", "que faire"), rows)


def criteria() -> str:
    """Return the search parameters of the API, from ftcrawler/api/search_parameters.py."""
    rows = ((f"`{each.name}`", each.description) for each in CRITERIA.values())
    return table(("argument", "rôle et valeurs"), rows)


def columns() -> str:
    """Return the columns of CSV and xlsx, from ftcrawler/offers/."""
    types = csv_types()
    rows = ((f"`{name}`", types[name], text) for name, text in CSV_DESCRIPTIONS.items())
    return table(("colonne", "type", "sens"), rows)


def csv_types() -> dict[str, str]:
    """Return the type of each column, in French."""
    types = {}
    for column in COLUMNS:
        types[column.name] = FRENCH[column.kind] if isinstance(column.kind, Scalar) else "joint"
        if isinstance(column.kind, Objects):
            types[f"{column.name}_json"] = "JSON"
    return {**types, REST: "JSON"}


def found_by() -> str:
    """Return the columns that tell which search found an offer."""
    return table(("colonne", "sens"), ((f"`{name}`", text) for name, text in FOUND.items()))


def parquet() -> str:
    """Return the fields of Parquet that are made of others, and their types."""
    rows = ((f"`{each.name}`", f"`{each.type}`") for each in schema() if "<" in str(each.type))
    return table(("champ", "type"), rows)


def after_closing() -> str:
    """Return what is kept of each field once its offer is closed, from ftcrawler/offers/."""
    fates = (
        (path, field.description, field.after_closing)
        for path, field in fields_by_path()
        if field.after_closing and not path.endswith("[]")
    )
    rows = (
        (f"`{path}`", text, "conservé" if fate is AfterClosing.KEPT else fate.value)
        for path, text, fate in fates
    )
    return table(("champ", "sens", "une fois l'offre close"), rows)


def statistics() -> str:
    """Return the statistics, from ftcrawler/stats.py and from whoever sets them."""
    rows = (
        (f"`{value}`", f"`{name}`", meaning, ", ".join(f"`{path}`" for path in setters(name)))
        for name, value, meaning in commented(PACKAGE / "stats.py")
    )
    return table(("statistic", "constant", "meaning", "set by"), rows)


def commented(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each constant of a file, its text, and the comment above it."""
    comment: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            comment.append(line.removeprefix("# "))
        elif found := re.match(r'([A-Z_]+): Final = "(.+)"$', line):
            yield found[1], found[2], " ".join(comment)
            comment = []


def setters(constant: str) -> list[str]:
    """Return the files of the package that set a statistic."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return [path.relative_to(PACKAGE).as_posix() for path in paths if sets(path, constant)]


def sets(path: Path, constant: str) -> bool:
    """Tell whether a file counts, or notes, a statistic."""
    text = path.read_text(encoding="utf-8")
    return f"stats.{constant}" in text and any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"inc_value", "set_value"}
        and re.search(rf"\bstats\.{constant}\b", ast.unparse(call))
        for call in ast.walk(ast.parse(text))
    )


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "motifs": reasons,
    "critères": criteria,
    "colonnes": columns,
    "recherches": found_by,
    "clôture": after_closing,
    "parquet": parquet,
    "statistiques": statistics,
    "tables": tables,
    "conservés": kept_fields,
    "autres": other_fields,
    "athena": athena,
}
