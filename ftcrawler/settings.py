"""Every setting that departs from Scrapy's defaults or is this project's own, and why.

Values come from the environment (and `.env`) only here; docs/settings.md lists them for users.
"""

from __future__ import annotations

import os
from urllib.request import getproxies

from ftcrawler.api import addresses
from ftcrawler.feeds import registered
from ftcrawler.secret import Secret, hide_accounts, secret_address, secret_or_none
from ftcrawler.startup import prepare_process

prepare_process()

BOT_NAME = "ftcrawler"
SPIDER_MODULES = ["ftcrawler.spiders"]
NEWSPIDER_MODULE = "ftcrawler.spiders"
COMMANDS_MODULE = "ftcrawler.commands"

# --- the API, and who we are -------------------------------------------------------------------
# Read by downloadermiddlewares/oauth2.py.
FT_CLIENT_ID = Secret(os.environ.get("POLE_EMPLOI_CLIENT_ID", ""))
FT_CLIENT_SECRET = Secret(os.environ.get("POLE_EMPLOI_CLIENT_SECRET", ""))
FT_SCOPE = os.environ.get("POLE_EMPLOI_SCOPE") or "api_offresdemploiv2 o2dsoffre"
FT_TOKEN_HOST = os.environ.get("URL_POLE_EMPLOI") or "https://entreprise.francetravail.fr"
# Seconds before its end at which a token is renewed: more than any wait in the queue.
FT_TOKEN_MARGIN = 60
# Read by everything that asks or signs.
FT_API_URL = os.environ.get("URL_API_FRANCE_TRAVAIL") or addresses.FRANCE_TRAVAIL
# Read by spiders/sector.py. None: the list that ships (searches/sectors.py).
FT_SECTORS_FILE = os.environ.get("FT_SECTORS_FILE") or None

# --- pace --------------------------------------------------------------------------------------
# A polite default; `-a delay=0.1` uses the quota. Scrapy's default: 0.
DOWNLOAD_DELAY = 1.0
# The delay is meant to the letter: Scrapy would vary it by 50 %.
DOWNLOAD_DELAY_JITTER = 0
# At 10 requests/s and 0.8 s an answer, 8 are under way; 16 leaves room. Scrapy: 16 and 8.
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 16
# Requests a second at most, over all crawls; 0: no limit. Then where they share it: a Redis, for
# several machines, or a folder of this one (machine_quota.py). Read by quota/where_shared.py.
FT_QUOTA = 10
FT_QUOTA_URL = secret_or_none(os.environ.get("FT_QUOTA_URL"))
FT_QUOTA_DIR = os.environ.get("FT_QUOTA_DIR") or None
# Without a delay of Scrapy's: the handler keeps it, where what waits can be called off.
DOWNLOAD_SLOTS = {"api": {"delay": 0}, "token": {"delay": 0}}
DOWNLOAD_HANDLERS = dict.fromkeys(
    ("http", "https"), "ftcrawler.downloadhandlers.quota.QuotaDownloadHandler"
)
# An answer yields a page and some requests; Scrapy would start 100 workers for each.
CONCURRENT_ITEMS = 2
# Bytes of answers held while pages are written; parsed, they weigh ten times that. Scrapy: 5 MB.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2_000_000
# The key and the tokens go to whom the certificate names, or not at all; Scrapy would not look.
DOWNLOAD_VERIFY_CERTIFICATES = True
# An answer takes 50 to 800 ms; Scrapy would wait three minutes.
DOWNLOAD_TIMEOUT = 60
# Bytes of an answer, inflated too: a page has some 700,000. Scrapy: 1 GiB, a warning at 32 MiB.
DOWNLOAD_MAXSIZE = 32_000_000
DOWNLOAD_WARNSIZE = 0

# --- faults ------------------------------------------------------------------------------------
# Retries, and the first wait in seconds, doubled each time. Read by downloadermiddlewares/.
RETRY_TIMES = 5
FT_RETRY_WAIT = 1.0
DOWNLOADER_MIDDLEWARES = {
    # Replaced by ours, which waits between tries and reads what the API says.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "ftcrawler.downloadermiddlewares.api_errors.ApiErrorsMiddleware": 550,
    # Inflates no more than DOWNLOAD_MAXSIZE, and says so.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "ftcrawler.downloadermiddlewares.compression.BoundedCompressionMiddleware": 590,
    # Nearest the network: sign last, unsign first, so that no cache or queue sees a token.
    "ftcrawler.downloadermiddlewares.oauth2.OAuth2Middleware": 950,
}
# The API never redirects; a redirect would carry a request, maybe a secret, to another host.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
# What these watch over is the web at large; UrlLength would drop a search of 200 ROME codes.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}
# Scrapy would ask for HTML, in English.
DEFAULT_REQUEST_HEADERS = {"Accept": "application/json"}
USER_AGENT = "ftcrawler"
# It is a keyed API: its robots.txt speaks to others (docs/api.md 1).
ROBOTSTXT_OBEY = False

# --- data --------------------------------------------------------------------------------------
# Read by runs/layout.py, which expands ~.
FT_DATA_DIR = os.environ.get("FT_DATA_DIR") or "data"
# Read by extensions/current_run.py. Given by whoever starts a crawl in a process (crawling/).
FT_RUN_FILE = None
ITEM_PIPELINES = {
    "ftcrawler.pipelines.dedupe.DedupePipeline": 100,
    "ftcrawler.pipelines.store_local.StoreLocalPipeline": 200,
    "ftcrawler.pipelines.store_s3.StoreS3Pipeline": 300,
}
# Read by s3/store.py; no bucket: no S3.
S3PIPELINE_URL = (
    f"s3://{_bucket}/raw/france_travail/"
    if (_bucket := os.environ.get("data_lake_bucket"))  # noqa: SIM112 (users' own name)
    else None
)
AWS_ACCESS_KEY_ID = secret_or_none(os.environ.get("KEY_ACCESS"))
AWS_SECRET_ACCESS_KEY = secret_or_none(os.environ.get("KEY_SECRET"))
# Temporary keys come with a third part, under the name that AWS gives it.
AWS_SESSION_TOKEN = secret_or_none(os.environ.get("AWS_SESSION_TOKEN"))
AWS_ENDPOINT_URL = os.environ.get("AWS_ENDPOINT_URL") or None
# Passwords in addresses: a server may send them back.
hide_accounts(FT_TOKEN_HOST, FT_API_URL, AWS_ENDPOINT_URL, *getproxies().values())
AWS_REGION_NAME = os.environ.get("AWS_REGION") or None
# Uploads at the same time: 4 keep up with 10 pages/s while S3 takes up to 400 ms for each.
FT_S3_WORKERS = 4
# Seconds that one question to S3 may take in all; a file has more for its size (s3/account.py).
FT_S3_TIMEOUT = 60
# Seconds that the end of a run waits for its uploads; the next run or s3-sync sends the rest.
FT_S3_DRAIN = 60

# Scrapy's own but its feeds and LogStats, whose place ours take, and the remote control: even if
# that is off, each crawl would import aiohttp for it.
EXTENSIONS_BASE = {
    f"scrapy.extensions.{name}": 0
    for name in (
        "corestats.CoreStats", "logcount.LogCount", "telnet.TelnetConsole", "memusage.MemoryUsage",
        "memdebug.MemoryDebugger", "closespider.CloseSpider", "spiderstate.SpiderState",
        "throttle.AutoThrottle",
    )
}  # fmt: skip
EXTENSIONS = {
    "ftcrawler.extensions.feeds.OffersFeeds": 50,
    "ftcrawler.extensions.collected_today.CollectedToday": 200,
    "ftcrawler.extensions.show_progress.ShowProgress": 300,
    "ftcrawler.monitors.run_monitors.RunMonitors": 400,
    "ftcrawler.extensions.run_report.RunReport": 900,
    # Last: a run begins only where nobody refuses to start, and leaves no journal else.
    "ftcrawler.extensions.current_run.CurrentRun": 950,
}

# --- history -----------------------------------------------------------------------------------
# Read, as all of them, by history/history_settings.py. No closing where a larger share of a
# search's stock went at once; days after which `scrapy purge` deletes pages, None: it does not.
FT_CLOSE_MAX_PERCENT = os.environ.get("FT_CLOSE_MAX_PERCENT") or 25
FT_RAW_DAYS = os.environ.get("FT_RAW_DAYS") or None

# --- PostgreSQL --------------------------------------------------------------------------------
# Where « scrapy load », and each night, bring the tables; None: nights do not.
FT_POSTGRES_URL = secret_address(os.environ.get("FT_POSTGRES_URL"))

# --- monitoring --------------------------------------------------------------------------------
# Suites of spidermon that look at a finished run. Read, like all that follows, by monitors/.
FT_MONITORS = ["ftcrawler.monitors.suite.RunSuite"]
# A run with one of these statuses is worth an alert.
FT_ALERT_STATUSES = ["incomplete", "failed"]
# Offers of a search below this share of the median of its last 7 runs.
FT_ALERT_OFFERS_PERCENT = 80
# A field's share of missing values that changed by more points than this.
FT_ALERT_MISSING_POINTS = 10
# More errors in the log, answers 429, files that S3 lacks than this.
FT_ALERT_ERRORS = 0
FT_ALERT_THROTTLED = 0
FT_ALERT_PENDING = 0
# Hours since the last complete reading, or since a candidate is missing, in the history.
FT_ALERT_READING_HOURS = 24
FT_ALERT_CANDIDATE_HOURS = 48
# Whom alerts go to, beside the log; the first three are secrets.
FT_ALERT_SLACK_URL = secret_or_none(os.environ.get("FT_ALERT_SLACK_URL"))
FT_ALERT_WEBHOOK_URL = secret_or_none(os.environ.get("FT_ALERT_WEBHOOK_URL"))
FT_ALERT_SMTP_URL = secret_or_none(os.environ.get("FT_ALERT_SMTP_URL"))
FT_ALERT_EMAIL_TO = os.environ.get("FT_ALERT_EMAIL_TO") or None
FT_ALERT_EMAIL_FROM = os.environ.get("FT_ALERT_EMAIL_FROM") or None

# --- what is said, and to whom -----------------------------------------------------------------
# DEBUG writes every page whole: 33 MB for 50 pages.
LOG_LEVEL = "INFO"
# Nine lines above all others; « scrapy version -v » prints them.
LOG_VERSIONS = ()
# Seconds between two lines of progress where there is no terminal, which has a bar; 0: neither.
FT_PROGRESS_INTERVAL = 30.0
# Nothing on the network listens by default.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# --- feeds -------------------------------------------------------------------------------------
FEED_EXPORT_ENCODING = "utf-8"
# The item is a page of offers: these write an offer a row (docs/feeds.md), and keep the files.
FEED_EXPORTERS = registered.EXPORTERS
FEED_STORAGES = registered.STORAGES
# A run without a page leaves what is there; a search that finds nothing has one, and is written.
FEED_STORE_EMPTY = False
