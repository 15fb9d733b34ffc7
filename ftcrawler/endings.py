"""How a run can end: one row for each reason, and nowhere else what it comes to.

`reason` is Scrapy's close reason and the report's; docs/exit-codes.md shows them, and
early_end.py is what ends a run that is under way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ftcrawler.exceptions import (
    AccessRefusedError,
    AlreadyRunningError,
    ApiError,
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    FtcrawlerError,
    HistoryError,
    HtmlPageError,
    RequestRefusedError,
    StoppedError,
    StorageError,
    TokenServiceDownError,
)

# What `scrapy crawl` exits with (docs/exit-codes.md); 2, a wrong use, is Scrapy's own.
EXIT_OK: Final = 0
EXIT_BAD_INPUT: Final = 1
EXIT_USAGE: Final = 2
EXIT_FAILED: Final = 3
EXIT_INCOMPLETE: Final = 4
# The better ones first; another code is that of a crawl which was killed.
BY_SEVERITY: Final = (EXIT_OK, EXIT_INCOMPLETE, EXIT_FAILED, EXIT_USAGE, EXIT_BAD_INPUT)


class Status(StrEnum):
    """How a search, or a run, came out; the worst of the searches is the run's."""

    COMPLETE = "complete"
    TRUNCATED = "truncated"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    SKIPPED = "skipped"


# These came to the end that was asked of them.
AT_ITS_END: Final = frozenset({Status.COMPLETE, Status.TRUNCATED, Status.SKIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why a run ended, and what that makes of it.

    `errors` end a run this way, with their subclasses that no other row names; the first is what
    such a run is to a caller in Python. `status` and `exit_code` are None where the searches, the
    feeds and S3 decide. `remedy` is for users, in French, one line of Markdown.
    """

    reason: str
    remedy: str
    errors: tuple[type[FtcrawlerError], ...] = ()
    status: Status | None = Status.FAILED
    exit_code: int | None = EXIT_FAILED


FINISHED: Final = Ending(
    reason="finished",
    status=None,
    exit_code=None,
    remedy=(
        "Avec le code 0, rien. Avec 4 : `scrapy s3-sync` si seul S3 est en retard, sinon la même "
        "commande ; si cela ne change rien, `-a force=1`."
    ),
)
# Set by Scrapy: SIGTERM, SIGINT or scrapyd's cancel.
SHUTDOWN: Final = Ending(
    reason="shutdown",
    errors=(StoppedError,),
    status=Status.INCOMPLETE,
    exit_code=EXIT_INCOMPLETE,
    remedy="La collecte a été arrêtée. La même commande, le même jour, la reprend.",
)
# Of a run that was killed and not taken up again, said by the next one.
INTERRUPTED: Final = Ending(
    reason="interrupted",
    status=Status.INCOMPLETE,
    exit_code=EXIT_INCOMPLETE,
    remedy=(
        "Elle a été tuée un autre jour, et personne ne l'a reprise. Ses pages sont là. Cherchez "
        "ce qui l'a tuée : mémoire, redémarrage, durée limitée."
    ),
)
ALREADY_RUNNING: Final = Ending(
    reason="already_running",
    errors=(AlreadyRunningError,),
    exit_code=EXIT_BAD_INPUT,
    remedy="Rien, sauf si l'autre est bloquée : `scrapy runs` dit depuis quand elle tourne.",
)
# Set by Scrapy: an exception in Spider.start().
START_ERROR: Final = Ending(
    reason="start_error",
    remedy=(
        "Une faute du programme : gardez le journal, signalez-la, revenez à la version d'avant."
    ),
)
AUTH_FAILED: Final = Ending(
    reason="auth_failed",
    errors=(AuthenticationError,),
    remedy="`scrapy check-api` dit si c'est la clé, la portée, l'abonnement ou le service.",
)
API_REFUSED: Final = Ending(
    reason="api_refused",
    errors=(AccessRefusedError, RequestRefusedError, HtmlPageError),
    remedy=(
        "Le message donne le remède : l'abonnement, l'adresse, le proxy ou le portail. Puis la "
        "même commande."
    ),
)
STORAGE_FAILED: Final = Ending(
    reason="storage_failed",
    errors=(StorageError,),
    remedy="De la place sur le disque, les droits de `FT_DATA_DIR` ; puis la même commande.",
)
BAD_ARGUMENT: Final = Ending(
    reason="bad_argument",
    errors=(ArgumentError,),
    exit_code=EXIT_BAD_INPUT,
    remedy="Corrigez la commande planifiée.",
)
BAD_CONFIGURATION: Final = Ending(
    reason="bad_configuration",
    errors=(ConfigurationError,),
    exit_code=EXIT_BAD_INPUT,
    remedy="Corrigez dans `.env` ce que nomme le message.",
)
HISTORY_UNUSABLE: Final = Ending(
    reason="history_unusable",
    errors=(HistoryError,),
    remedy="Le message nomme le fichier de l'historique, et dit comment le refaire.",
)
API_UNREACHABLE: Final = Ending(
    reason="api_unreachable",
    errors=(ApiError, TokenServiceDownError),
    remedy="Attendez ; `scrapy check-api` dit quand l'API est de retour.",
)
CRASHED: Final = Ending(reason="crashed", remedy="Comme pour `start_error`.")

ENDINGS: Final = (
    FINISHED, SHUTDOWN, INTERRUPTED, ALREADY_RUNNING, START_ERROR, AUTH_FAILED, API_REFUSED,
    STORAGE_FAILED, BAD_ARGUMENT, BAD_CONFIGURATION, HISTORY_UNUSABLE, API_UNREACHABLE, CRASHED,
)  # fmt: skip
# Reasons: nothing that was read changes what these come to.
FATAL: Final = frozenset(each.reason for each in ENDINGS if each.status is Status.FAILED)
BAD_INPUT: Final = frozenset(each.reason for each in ENDINGS if each.exit_code == EXIT_BAD_INPUT)
_BY_REASON: Final = {each.reason: each for each in ENDINGS}
_BY_ERROR: Final = {error: each for each in ENDINGS for error in each.errors}


def reason_of(error: BaseException) -> str:
    """Return the close reason of a run that an error ended; an unforeseen one is a crash.

    >>> reason_of(StorageError("disque plein")), reason_of(ValueError())
    ('storage_failed', 'crashed')
    """
    known = (_BY_ERROR[kind] for kind in type(error).__mro__ if kind in _BY_ERROR)
    return next(known, CRASHED).reason


def error_of(reason: str) -> type[FtcrawlerError]:
    """Return the error that a run which failed for *reason* is, by who can mend it.

    >>> error_of("auth_failed").__name__, error_of("crashed").__name__
    ('AuthenticationError', 'FtcrawlerError')
    """
    return next(iter(_BY_REASON.get(reason, CRASHED).errors), FtcrawlerError)


def failed_exit_code(reason: str) -> int:
    """Return the exit code of a run that failed for *reason*.

    >>> failed_exit_code("bad_argument"), failed_exit_code("closespider_timeout")
    (1, 3)
    """
    return EXIT_BAD_INPUT if reason in BAD_INPUT else EXIT_FAILED
