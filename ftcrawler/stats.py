"""Names of the statistics this project sets; docs/stats.md says what each one counts."""

from __future__ import annotations

from typing import Final

# downloadhandlers/quota.py
REQUESTS: Final = "ftcrawler/requests/{kind}_count"
STATUSES: Final = "ftcrawler/requests/status_count/{status}"
PAUSED: Final = "ftcrawler/quota/paused_seconds"
# downloadermiddlewares/oauth2.py
TOKENS: Final = "ftcrawler/auth/token_count"
TOKENS_REFUSED: Final = "ftcrawler/auth/refused_count"
# downloadermiddlewares/api_errors.py
RETRIED: Final = "ftcrawler/requests/retried_count"
GIVEN_UP: Final = "ftcrawler/requests/given_up_count"
# pipelines
DUPLICATES: Final = "ftcrawler/offers/duplicate_count"
FILES: Final = "ftcrawler/files/written_count"
FILE_BYTES: Final = "ftcrawler/files/written_bytes"
# files of this run, files of earlier runs, files that S3 refused
UPLOADED: Final = "ftcrawler/s3/uploaded_count"
CAUGHT_UP: Final = "ftcrawler/s3/caught_up_count"
UPLOAD_FAILURES: Final = "ftcrawler/s3/failed_count"
# extensions/feeds_from_disk.py
FEEDS_LACKING: Final = "ftcrawler/feeds/lacking_count"
# whoever ends the run before its time: why, in French
FAILURE: Final = "ftcrawler/run/failure"
# early_end.py: the first error that nobody foresaw, in French
UNFORESEEN: Final = "ftcrawler/run/unforeseen"
