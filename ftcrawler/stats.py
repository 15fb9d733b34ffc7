"""Names of the statistics this project sets; the comment of each is its line of docs/stats.md."""

from __future__ import annotations

from typing import Final

# Requests sent to the API, retries included. `kind`: `search`, `detail` or `referentiel`.
REQUESTS: Final = "ftcrawler/requests/{kind}_count"
# Answers of the API, by HTTP status.
STATUSES: Final = "ftcrawler/requests/status_count/{status}"
# Seconds of pause after answers 429, and after 5xx that asked for one.
PAUSED: Final = "ftcrawler/quota/paused_seconds"
# Tokens received.
TOKENS: Final = "ftcrawler/auth/token_count"
# Answers 401: the API refused a token.
TOKENS_REFUSED: Final = "ftcrawler/auth/refused_count"
# Requests sent once more after a fault.
RETRIED: Final = "ftcrawler/requests/retried_count"
# Requests that failed at their last try.
GIVEN_UP: Final = "ftcrawler/requests/given_up_count"
# Offers left out of a page because the run had kept them already.
DUPLICATES: Final = "ftcrawler/offers/duplicate_count"
# Pages on disk and in the journal.
FILES: Final = "ftcrawler/files/written_count"
# Their size in bytes.
FILE_BYTES: Final = "ftcrawler/files/written_bytes"
# Pages of this run that S3 has.
UPLOADED: Final = "ftcrawler/s3/uploaded_count"
# Files of earlier runs, sent by this one.
CAUGHT_UP: Final = "ftcrawler/s3/caught_up_count"
# Uploads that failed after their tries.
UPLOAD_FAILURES: Final = "ftcrawler/s3/failed_count"
# Searches collected earlier today that the feeds lack: their pages, or the list of who found
# what, are not on this disk.
FEEDS_LACKING: Final = "ftcrawler/feeds/lacking_count"
# The first error in a callback, a pipeline or at the start that nobody foresaw, in French; a
# text, no count. The report tells it as its message where the run has no other.
UNFORESEEN: Final = "ftcrawler/run/unforeseen"
# Why the run ended before its time, in French; a text, no count.
FAILURE: Final = "ftcrawler/run/failure"
