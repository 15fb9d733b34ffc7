"""`history/manifest.json`: which runs are applied, which files there are, and what they hold.

It is written last, by rename: what it does not name is not part of the history. Readers take the
files that it names; an update removes the others.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (pydantic reads it)
from dataclasses import asdict, dataclass, field
from datetime import datetime  # noqa: TC003 (pydantic reads it)
from functools import cache
from typing import TYPE_CHECKING, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from ftcrawler.exceptions import ConfigurationError, HistoryError
from ftcrawler.runs.local_files import LocalStore
from ftcrawler.runs.run_name import RunName

if TYPE_CHECKING:
    from ftcrawler.runs.layout import DataLayout

HISTORY_PREFIX: Final = "history/"
MANIFEST_KEY: Final = f"{HISTORY_PREFIX}manifest.json"
EVENTS_PREFIX: Final = f"{HISTORY_PREFIX}events/"
OPEN_PREFIX: Final = f"{HISTORY_PREFIX}open/"
VERSION: Final = 1
_FORM: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file of the history: its path below the data folder, rows, bytes and SHA-256."""

    key: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRun:
    """A run that is applied: the events it made, by kind, and the file that holds them.

    `finished` is what its report said: a run that was taken up again later is applied again, and
    adds a file. `complete` are the searches that it read whole; `lacking` says in French what of
    it was not there, or damaged; `left_out` counts offers whose id is none. A run that came too
    late is `refused`, and not applied.
    """

    run: str
    finished: str
    status: str
    complete: tuple[str, ...] = ()
    events: Mapping[str, int] = field(default_factory=dict)
    files: tuple[NamedFile, ...] = ()
    lacking: tuple[str, ...] = ()
    left_out: int = 0
    refused: bool = False

    @property
    def name(self) -> RunName:
        """The name of the run."""
        name = RunName.parse(self.run)
        assert name is not None
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedClosings:
    """Closings of a search that nobody has looked at: too much of its stock went at once.

    `run` is the last reading that lacked `gone` of the `stock`; since `since` they are missing.
    """

    run: str
    since: datetime
    stock: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The history of one source. `open` are the files of the offers that are open now.

    `others` are runs of the folder that asked another API. `last_complete` is the start of the
    last complete reading of each search, by label; `closings_refused` has labels for keys, too.
    """

    version: int = VERSION
    source: str
    runs: tuple[AppliedRun, ...] = ()
    open: tuple[NamedFile, ...] = ()
    others: tuple[str, ...] = ()
    last_complete: Mapping[str, datetime] = field(default_factory=dict)
    closings_refused: Mapping[str, RefusedClosings] = field(default_factory=dict)

    @property
    def last_applied(self) -> RunName | None:
        """The run that started last, of those that are applied."""
        return max((each.name for each in self.runs if not each.refused), default=None)

    @property
    def events(self) -> tuple[NamedFile, ...]:
        """The files of events, in the order in which they were made."""
        return tuple(file for each in self.runs for file in each.files)

    def open_file(self, name: str) -> NamedFile | None:
        """Return the file of open offers of that name; None while nothing was applied."""
        return next((file for file in self.open if file.key.endswith(f"/{name}")), None)


def read_manifest(layout: DataLayout, source: str | None = None) -> Manifest | None:
    """Return the manifest, None if there is none yet.

    Raises HistoryError if it is damaged, or of another version, ConfigurationError if it is of
    another API than *source*.
    """
    path = layout.root / MANIFEST_KEY
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise HistoryError(f"Historique illisible : {path} ({exc.strerror or exc}).") from exc
    manifest = parsed_manifest(body, str(path))
    if source is not None and manifest.source != source:
        raise ConfigurationError(
            f"L'historique de {layout.root} est celui de {manifest.source}, pas de {source}. "
            "Une API, un dossier : indiquez-en un autre par FT_DATA_DIR."
        )
    return manifest


def needed_manifest(layout: DataLayout, source: str | None = None) -> Manifest:
    """Return the manifest as `read_manifest` does; raise HistoryError if there is none yet."""
    manifest = read_manifest(layout, source)
    if manifest is None:
        raise no_history(layout)
    return manifest


def no_history(layout: DataLayout) -> HistoryError:
    """Return what says that no run has been applied yet."""
    return HistoryError(
        f"Aucun historique dans {layout.root} : lancez « scrapy nightly », ou "
        "« scrapy history update » s'il y a déjà des collectes."
    )


def parsed_manifest(body: bytes, place: str) -> Manifest:
    """Return the manifest that *body*, of *place*, is; raise HistoryError as `read_manifest`."""
    try:
        data = orjson.loads(body)
        version = data["version"]
        manifest = _reader().validate_python(data) if version == VERSION else None
    except (ValueError, TypeError, LookupError) as exc:
        fault = (
            exc.errors(include_url=False)[0]["msg"] if isinstance(exc, ValidationError) else exc
        )
        raise HistoryError(f"Historique abîmé : {place} ({fault}). {FROM_A_COPY}") from None
    if manifest is None:
        raise HistoryError(
            f"Historique d'une autre version de ftcrawler : {place} (version {version}, "
            f"{VERSION} attendue). Installez la version qui l'a écrit, ou une plus récente."
        )
    return manifest


def write_manifest(layout: DataLayout, manifest: Manifest) -> None:
    """Put *manifest* in the place of the one before; raise StorageError."""
    LocalStore(layout.root).write(MANIFEST_KEY, orjson.dumps(asdict(manifest), option=_FORM))


@cache
def _reader() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


AGAIN: Final = (
    "mettez le dossier history/ de côté et lancez « scrapy history update » : l'historique est "
    "refait des pages qui sont encore sur le disque. Les événements plus anciens que ces pages "
    "n'y seront plus : gardez le dossier mis de côté."
)
FROM_A_COPY: Final = (
    "Remettez à sa place la copie du bucket, ou celle d'une sauvegarde. Si vous n'en avez pas, "
    f"{AGAIN}"
)
