"""What an invocation asks for: a spider, its arguments, settings for this once."""

from __future__ import annotations

import re
from typing import Final

from ftcrawler.crawling.crawl_command import CrawlCommand
from ftcrawler.exceptions import ArgumentError
from ftcrawler.quoting import one_line

EXAMPLE: Final = '{"spider": "all", "arguments": {"max_pages": 0, "delay": 0.1}}'
SPIDERS: Final = ("all", "keywords", "sector")
ON_DISK: Final = ("closed",)  # they go by a history that only a data folder has
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# How a crawl goes, and what is worth an alert. Nothing that names a place, a file, a class or a
# secret: who may invoke the function could send its credentials elsewhere, or its data.
SETTINGS: Final = (
    "FT_QUOTA", "CONCURRENT_REQUESTS", "DOWNLOAD_TIMEOUT", "RETRY_TIMES", "FT_RETRY_WAIT",
    "FT_S3_WORKERS", "FT_PROGRESS_INTERVAL", "FT_ALERT_STATUSES", "FT_ALERT_OFFERS_PERCENT",
    "FT_ALERT_MISSING_POINTS", "FT_ALERT_ERRORS", "FT_ALERT_THROTTLED", "FT_ALERT_PENDING",
)  # fmt: skip


def read_event(event: object) -> CrawlCommand:
    """Return the crawl that an event asks for; raise ArgumentError for what it does not know.

    >>> read_event({"spider": "all", "arguments": {"delay": 0.1, "force": True}}).arguments
    {'delay': '0.1', 'force': '1'}
    """
    if not isinstance(event, dict):
        raise ArgumentError(f"Événement refusé : objet JSON attendu, comme {EXAMPLE}.")
    if unknown := sorted(map(str, event.keys() - {"spider", "arguments", "settings"})):
        raise ArgumentError(
            f"Événement refusé : clé inconnue ({one_line(', '.join(unknown))}). Attendu, dans la "
            f"planification (Input) comme à la main : {EXAMPLE}, et « settings » au besoin."
        )
    if (spider := event.get("spider")) in ON_DISK:
        raise ArgumentError(
            f"Événement refusé : {spider} demande ce qui manque à l'historique du dossier des "
            "données, et rien ne dure sur Lambda hors de S3. Lancez-le sur la machine qui a "
            "l'historique."
        )
    if spider not in SPIDERS:
        raise ArgumentError(
            f"Événement refusé : « spider » doit être {', '.join(SPIDERS)} ; reçu : "
            f"{_said(spider)}."
        )
    arguments = _texts("arguments", event.get("arguments", {}))
    if arguments.get("no_s3", "0") != "0":
        raise ArgumentError(
            "Événement refusé : no_s3 n'a pas de sens sur Lambda, où rien ne dure hors de S3."
        )
    settings = _texts("settings", event.get("settings", {}))
    if kept := sorted(settings.keys() - set(SETTINGS)):
        raise ArgumentError(
            f"Événement refusé : {one_line(', '.join(kept))} ne se règle que hors des événements, "
            f"par l'environnement de la fonction. Un événement règle {', '.join(SETTINGS)}."
        )
    return CrawlCommand(str(spider), arguments, settings)


def _texts(key: str, values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        raise ArgumentError(f"Événement refusé : « {key} » doit être un objet JSON.")
    return {_name(key, name): _text(key, name, value) for name, value in values.items()}


def _name(key: str, name: object) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ArgumentError(f"Événement refusé : dans « {key} », {_said(name)} n'est pas un nom.")
    return name


def _said(value: object) -> str:
    return one_line(repr(value))


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
                f"Événement refusé : dans « {key} », {one_line(name)} doit être un texte, un "
                "nombre, true ou false."
            )


def _can_be_passed(text: str) -> bool:
    """Tell whether a process can be given the text: no NUL, no half of a character."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
