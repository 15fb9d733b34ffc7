"""From pydantic's errors to a message for the person who typed the arguments."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

LIST = "docs/arguments.md"
_MISSING = {"keywords": '-a keywords="data engineer"'}


def field_faults(exc: ValidationError, names: Sequence[str]) -> dict[str, str]:
    """Return a French message for each argument at fault."""
    return {str(error["loc"][0]): _message(error, names) for error in exc.errors()}


def fault_report(faults: Mapping[str, str]) -> str:
    """Return the faults as one message, a line each.

    >>> print(fault_report({"delay": "Nombre attendu."}))
    Argument refusé :
      - delay : Nombre attendu.
    """
    title = "Argument refusé :" if len(faults) == 1 else f"{len(faults)} arguments refusés :"
    return "\n".join(
        [title, *(f"  - {_said(name)} : {_said(fault)}" for name, fault in faults.items())]
    )


def _said(text: str) -> str:
    # Whole: who typed it looks for the fault in it.
    return one_line(text, most=10_000)


def _message(error: ErrorDetails, names: Sequence[str]) -> str:
    name = str(error["loc"][0])
    match error["type"]:
        case "missing":
            return f"Argument obligatoire. Ajoutez {_MISSING.get(name, f'-a {name}=...')}."
        case "extra_forbidden":
            return unknown_argument(name, names)
        case _:
            return str(
                error.get("ctx", {}).get("error", f"Valeur refusée : « {error['input']} ».")
            )


def unknown_argument(name: str, names: Sequence[str]) -> str:
    """Say that *name* is no argument, and which one may have been meant.

    >>> unknown_argument("code_rome", ["codeROME", "region"])
    'Argument inconnu ; vouliez-vous dire codeROME ? Liste : docs/arguments.md.'
    """
    if name == "range":
        return "Argument inconnu : le collecteur pagine lui-même ; limitez-le par max_pages."
    # A leading underscore marks what scrapyd adds; nobody types it.
    by_key = {_key(known): known for known in names if not known.startswith("_")}
    near = get_close_matches(_key(name), by_key, n=1)
    hint = f" ; vouliez-vous dire {by_key[near[0]]} ?" if near else "."
    return f"Argument inconnu{hint} Liste : {LIST}."


def _key(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
