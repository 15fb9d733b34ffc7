"""Every error this project raises, as a tree by who can mend it.

Messages are in French, for the person named here; they say what happened, where, and what to do.

FtcrawlerError
├── ArgumentError            the person who started the run
│   ├── UnknownTownError     same; carries the candidates
│   └── QueryError           the person who asks the history
├── AlreadyRunningError      the person who started the run: the same command is under way
├── StoppedError             nobody: the run is being stopped, nothing is waited for any more
├── ConfigurationError       the person who deployed
│   └── QuotaError           same; nobody can tell whether a request may leave
├── AuthenticationError      the holder of the France Travail account
│   └── TokenServiceDownError  the person who keeps the network: nobody answers there
├── StorageError             the person who keeps the disk
│   └── DamagedJournalError  same; only the run that it tells of is concerned
├── HistoryError             the person who keeps the disk; the message says how to build it again
├── UploadError              the person who keeps the S3 bucket
├── DatabaseError            the person who keeps the database that tables are loaded into
└── ApiError                 the API (France Travail)
    ├── RequestRefusedError  its answer 400: asking again cannot help
    ├── AccessRefusedError   whatever is asked: no subscription, a wrong address, a proxy
    └── TransientApiError    asking again may help
        ├── AnswerStatusError     a status that brings no page (401, 429, 5xx, ...)
        ├── ConnectionFailedError no answer: reset, time-out, cut body, name not found
        └── PageShapeError        an answer that is not a page of offers
            └── HtmlPageError     nor of the API: a page for people
"""

from __future__ import annotations

from typing import Self

from ftcrawler.quoting import printable


class FtcrawlerError(Exception):
    """Anything that this project says went wrong.

    What its message quotes of strangers holds no secret and no control character: it goes to a
    log, a report, a terminal, a mail.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(printable(message))

    @classmethod
    def told(cls, message: str) -> Self:
        """Return an error of this kind whose whole message was made before, elsewhere."""
        error = cls.__new__(cls)
        FtcrawlerError.__init__(error, message)
        return error


class ArgumentError(FtcrawlerError):
    """A spider argument is unknown, missing or would be refused by the API."""


class UnknownTownError(ArgumentError):
    """A town's name matches no town, or several."""


class QueryError(ArgumentError):
    """A query over the history is wrong, or would do more than read."""


class AlreadyRunningError(FtcrawlerError):
    """The same command is under way in this data folder; the message names its run."""


class StoppedError(FtcrawlerError):
    """The run is being stopped; what was waited for is not asked for any more."""


class ConfigurationError(FtcrawlerError):
    """A variable, a setting or a file of the installation is missing or wrong."""


class QuotaError(ConfigurationError):
    """The place where crawls share their quota cannot be used: a folder, or a Redis."""


class AuthenticationError(FtcrawlerError):
    """No access token can be had."""


class TokenServiceDownError(AuthenticationError):
    """The token service cannot be reached, which says nothing of the credentials."""


class StorageError(FtcrawlerError):
    """A file or the journal cannot be written."""


class DamagedJournalError(StorageError):
    """SQLite finds a journal damaged."""


class HistoryError(FtcrawlerError):
    """A file of the history is missing, damaged, or not of the API that is asked."""


class UploadError(FtcrawlerError):
    """A file cannot be sent to S3; it stays on disk and can be sent later."""


class DatabaseError(FtcrawlerError):
    """The database that tables are loaded into is not there, refuses, or holds something else."""


class ApiError(FtcrawlerError):
    """The API did not give what was asked."""


class RequestRefusedError(ApiError):
    """The API answered 400, or the like; the message is its own."""

    status: int = 0

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(f"HTTP {status} : {message}")


class AccessRefusedError(ApiError):
    """A status that has nothing to do with what was asked; no waiting mends it."""

    status: int = 0

    def __init__(self, status: int, detail: str = "") -> None:
        self.status = status
        super().__init__(f"HTTP {status}" + (f" : {detail}" if detail else ""))


class TransientApiError(ApiError):
    """The API failed in a way that asking again may mend, after *wait* seconds at the earliest."""

    wait: float = 0.0


class AnswerStatusError(TransientApiError):
    """The API answered with a status that brings no page."""

    def __init__(self, status: int, detail: str = "", *, wait: float = 0.0) -> None:
        self.status = status
        self.wait = wait
        super().__init__(f"HTTP {status}" + (f" : {detail}" if detail else ""))


class ConnectionFailedError(TransientApiError):
    """No whole answer came: connection refused or cut, time-out, name not found."""


class PageShapeError(TransientApiError):
    """The answer is not a page of offers: no JSON, no `resultats`, no total, no id."""


class HtmlPageError(PageShapeError):
    """Something else answers than the API: a portal, a proxy, a login."""
