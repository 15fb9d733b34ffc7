"""What an invocation asks for: a spider, its arguments, settings for this once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ftcrawler.exceptions import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE: Final = '{"spider": "all", "arguments": {"max_pages": 0, "delay": 0.1}}'
SPIDERS: Final = ("all", "keywords", "sector")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# What the handler sets itself, or what only the function's environment may say: a value given to
# the command would be in the log.
_NOT_HERE: Final = re.compile(
    r"FT_DATA_DIR|FT_S3_DRAIN|S3PIPELINE_URL|FT_CLIENT_.*|FT_QUOTA_URL|FT_ALERT_\w+_URL|AWS_.*"
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A crawl to run; values as the command line has them."""

    spider: str
    arguments: Mapping[str, str]
    settings: Mapping[str, str]


def read_event(event: object) -> Invocation:
    """Read the event of an invocation; raise ArgumentError for anything it does not know.

    >>> read_event({"spider": "all", "arguments": {"delay": 0.1, "force": True}}).arguments
    {'delay': '0.1', 'force': '1'}
    """
    if not isinstance(event, dict):
        raise ArgumentError(f"Événement refusé : objet JSON attendu, comme {EXAMPLE}.")
    if unknown := sorted(map(str, event.keys() - {"spider", "arguments", "settings"})):
        raise ArgumentError(
            f"Événement refusé : clé inconnue ({', '.join(unknown)}). Attendu, dans la "
            f"planification (Input) comme à la main : {EXAMPLE}, et « settings » au besoin."
        )
    if (spider := event.get("spider")) not in SPIDERS:
        raise ArgumentError(
            f"Événement refusé : « spider » doit être {', '.join(SPIDERS)} ; reçu : {spider!r}."
        )
    arguments = _texts("arguments", event.get("arguments", {}))
    if arguments.get("no_s3", "0") != "0":
        raise ArgumentError(
            "Événement refusé : no_s3 n'a pas de sens sur Lambda, où rien ne dure hors de S3."
        )
    settings = _texts("settings", event.get("settings", {}))
    if kept := sorted(filter(_NOT_HERE.fullmatch, settings)):
        raise ArgumentError(
            f"Événement refusé : {', '.join(kept)} ne se règle que par l'environnement de la "
            "fonction, ou par elle-même."
        )
    return Invocation(str(spider), arguments, settings)


def _texts(key: str, values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        raise ArgumentError(f"Événement refusé : « {key} » doit être un objet JSON.")
    return {_name(key, name): _text(key, name, value) for name, value in values.items()}


def _name(key: str, name: object) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ArgumentError(f"Événement refusé : dans « {key} », {name!r} n'est pas un nom.")
    return name


def _text(key: str, name: str, value: object) -> str:
    match value:
        case bool():
            return str(int(value))
        case int() | float():
            return str(value)
        case str() if _can_be_passed(value):
            return value
        case _:
            raise ArgumentError(
                f"Événement refusé : dans « {key} », {name} doit être un texte, un nombre, true "
                "ou false."
            )


def _can_be_passed(text: str) -> bool:
    """Tell whether a process can be given the text: no NUL, no half of a character."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
