"""Why a run ended, as Scrapy's close reason; docs/close-reasons.md says what to do next."""

from __future__ import annotations

from typing import Final

FINISHED: Final = "finished"
# Set by Scrapy: SIGTERM, SIGINT or scrapyd's cancel; an exception in Spider.start().
SHUTDOWN: Final = "shutdown"
START_ERROR: Final = "start_error"
# Ours.
AUTH_FAILED: Final = "auth_failed"
STORAGE_FAILED: Final = "storage_failed"
BAD_ARGUMENT: Final = "bad_argument"
BAD_CONFIGURATION: Final = "bad_configuration"
ALREADY_RUNNING: Final = "already_running"
# Of a run that was killed and not taken up again, said by the next one.
INTERRUPTED: Final = "interrupted"
API_REFUSED: Final = "api_refused"
API_UNREACHABLE: Final = "api_unreachable"
CRASHED: Final = "crashed"
