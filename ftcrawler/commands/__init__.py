"""Scrapy imports this before it prints a word of help, for each of its command lines."""

from __future__ import annotations

from ftcrawler.printing import prepare_console

prepare_console()
