"""Where S3 is, which bucket, who asks, and for how long: what settings say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.quoting import one_line
from ftcrawler.runs.layout import RAW_PREFIX
from ftcrawler.secret import Secret, hide_accounts

if TYPE_CHECKING:
    from ftcrawler.runs.layout import SettingsLike

# Seconds that one question may take in all, tries and waits included.
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Account:
    """Where S3 is and who asks. Without keys, boto3 looks for a role, a profile, a session."""

    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    use_ssl: bool | None = None
    verify: bool | str | None = None
    patience: float = PATIENCE

    def __post_init__(self) -> None:
        for key in (self.access_key, self.secret_key, self.session_token):
            Secret(key or "")
        hide_accounts(self.endpoint)

    @classmethod
    def from_settings(cls, settings: SettingsLike) -> Self:
        """Return what scrapy-s3pipeline's settings say of it."""
        return cls(
            patience=float(settings.get("FT_S3_TIMEOUT") or PATIENCE),
            endpoint=settings.get("AWS_ENDPOINT_URL"),
            region=settings.get("AWS_REGION_NAME"),
            access_key=settings.get("AWS_ACCESS_KEY_ID"),
            secret_key=settings.get("AWS_SECRET_ACCESS_KEY"),
            session_token=settings.get("AWS_SESSION_TOKEN"),
            use_ssl=settings.get("AWS_USE_SSL"),
            verify=settings.get("AWS_VERIFY"),
        )

    @property
    def place(self) -> str:
        """The endpoint as one may show it: without the name and password it may hold."""
        scheme, slashes, rest = (self.endpoint or "https://s3.amazonaws.com").rpartition("//")
        return f"{scheme}{slashes}{rest.rpartition('@')[2].partition('/')[0]}"


def bucket_of(settings: SettingsLike) -> str | None:
    """Return the bucket that `S3PIPELINE_URL` names, None without one.

    Raises ConfigurationError for a URL with another place than the one files always have.
    """
    if not (url := settings.get("S3PIPELINE_URL")):
        return None
    bucket, slash, prefix = url.removeprefix("s3://").partition("/")
    if not url.startswith("s3://") or not bucket or slash + prefix != f"/{RAW_PREFIX}":
        raise ConfigurationError(_misplaced(url))
    return str(bucket)


def _misplaced(url: str) -> str:
    """Say what is wrong by the name of what was set: the variable, or the setting made of it."""
    name = url.removeprefix("s3://").removesuffix(f"/{RAW_PREFIX}")
    if url == f"s3://{name}/{RAW_PREFIX}":
        return (
            "data_lake_bucket : écrivez le nom du bucket seul, sans « s3:// » ni « / ». "
            f"Reçu : « {one_line(name)} »."
        )
    return f"S3PIPELINE_URL : « s3://bucket/{RAW_PREFIX} » attendu, reçu « {one_line(url)} »."
