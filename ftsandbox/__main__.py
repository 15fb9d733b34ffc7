"""``python -m ftsandbox``: what `scrapy sandbox` does, without Scrapy or the collector."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from io import TextIOWrapper

from ftsandbox.foreground import serve
from ftsandbox.options import add_sandbox_options, sandbox_config


def main() -> int:
    """Serve; return 0 stopped as asked, 1 could not start, 2 wrong options."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that knows no accents
    parser = argparse.ArgumentParser(prog="python -m ftsandbox")
    add_sandbox_options(parser)
    try:
        config = sandbox_config(parser.parse_args())
    except ValueError as error:
        parser.error(str(error))
    return 0 if serve(config, partial(print, flush=True)) else 1


if __name__ == "__main__":
    sys.exit(main())
