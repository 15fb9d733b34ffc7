"""The command `ftcrawler`: Scrapy's command line with this project, from any folder."""

from __future__ import annotations

import os

from scrapy.cmdline import execute


def main() -> None:
    """Do what `scrapy` does in a clone: `ftcrawler crawl all`, `ftcrawler runs`."""
    # Scrapy would look for a scrapy.cfg from this folder up, and maybe find another project's.
    os.environ["SCRAPY_SETTINGS_MODULE"] = "ftcrawler.settings"
    execute()


if __name__ == "__main__":
    main()
