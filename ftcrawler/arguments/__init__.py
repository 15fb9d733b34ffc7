"""Spider arguments as pydantic models: one small model a concern, joined per spider."""

from __future__ import annotations

from ftcrawler.arguments.all import AllArguments
from ftcrawler.arguments.keywords import KeywordsArguments
from ftcrawler.arguments.run import RunArguments
from ftcrawler.arguments.sector import SectorArguments

__all__ = ["AllArguments", "KeywordsArguments", "RunArguments", "SectorArguments"]
