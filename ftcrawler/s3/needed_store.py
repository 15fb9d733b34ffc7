"""The bucket of commands that make no sense without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.s3.store import S3Store

if TYPE_CHECKING:
    from ftcrawler.runs.layout import SettingsLike


def needed_store(settings: SettingsLike) -> S3Store:
    """Return the bucket that the settings name; raise ConfigurationError if they name none."""
    if (store := S3Store.from_settings(settings)) is None:
        raise ConfigurationError("aucun bucket S3. Renseignez data_lake_bucket dans .env.")
    return store
