"""Settings of scrapydweb 1.6, which looks for a file of this name in its working folder.

Addresses, names and passwords come from the environment: none is written here, and without them it
does not start. Whatever is not set keeps scrapydweb's default.
"""

from __future__ import annotations

import os

# This machine only: for the others, a proxy with TLS in front of it.
SCRAPYDWEB_BIND = "127.0.0.1"
SCRAPYDWEB_PORT = int(os.environ.get("SCRAPYDWEB_PORT", "5000"))

# scrapydweb writes this name and password into its log and its database: choose them for it alone.
ENABLE_AUTH = True
USERNAME = os.environ["SCRAPYDWEB_USERNAME"]
PASSWORD = os.environ["SCRAPYDWEB_PASSWORD"]

# The tuple, since a password may hold one of the signs that the string form is cut at.
SCRAPYD_SERVERS = [
    (
        os.environ["SCRAPYD_USERNAME"],
        os.environ["SCRAPYD_PASSWORD"],
        os.environ.get("SCRAPYD_HOST", "127.0.0.1"),
        os.environ.get("SCRAPYD_PORT", "6800"),
        "",
    )
]

# Timer tasks and what became of them; by default it would be in the Python environment.
DATA_PATH = os.environ["SCRAPYDWEB_DATA"]

# The crawls' own items are not scrapyd's.
SHOW_SCRAPYD_ITEMS = False
# The form would propose to stop each run after a minute.
SCHEDULE_EXPAND_SETTINGS_ARGUMENTS = True
SCHEDULE_ADDITIONAL = "-d max_pages=0"
# It would announce itself as a browser.
SCHEDULE_CUSTOM_USER_AGENT = "ftcrawler"
