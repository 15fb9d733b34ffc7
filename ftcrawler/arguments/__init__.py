"""Spider arguments as pydantic models: one small model a concern, joined per spider."""

from __future__ import annotations

from ftcrawler.arguments.run_arguments import RunArguments
from ftcrawler.arguments.spider_arguments import (
    AllArguments,
    KeywordsArguments,
    SectorArguments,
)

__all__ = ["AllArguments", "KeywordsArguments", "RunArguments", "SectorArguments"]
