"""Where a quota is shared: a Redis for several machines, or a folder of this one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ftcrawler.quota.machine_quota import MachineQuota
from ftcrawler.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ftcrawler.quota.shared_quota import SharedQuota

DEFAULT_PORTS = {"http": 80, "https": 443}


def chosen_quota(settings: Mapping[str, Any]) -> SharedQuota:
    """Return the quota of the client id, not opened yet.

    Settings: `FT_API_URL`, `FT_CLIENT_ID`, `FT_QUOTA`, `FT_QUOTA_URL`, `FT_QUOTA_DIR`.
    """
    key = quota_key(settings["FT_API_URL"], settings.get("FT_CLIENT_ID") or "")
    limit = int(settings["FT_QUOTA"])
    if url := settings["FT_QUOTA_URL"]:
        # Here, so that nobody who asks for no Redis carries its client along (5 MB).
        from ftcrawler.quota.redis_quota import RedisQuota  # noqa: PLC0415

        return RedisQuota(Secret(url), key, limit)
    return MachineQuota(settings["FT_QUOTA_DIR"], key, limit)


def quota_key(api_url: str, client_id: str) -> str:
    """Return the name under which a quota is shared; the client id cannot be read from it.

    The budget is given by an API to a client id: a sandbox has its own.

    >>> len(quota_key("https://api.test", "PAR_me"))
    32
    >>> quota_key("https://API.test:443/o/", "PAR_me") == quota_key("https://api.test/o", "PAR_me")
    True
    >>> quota_key("https://api.test", "PAR_me") == quota_key("https://sandbox.test", "PAR_me")
    False
    """
    return hashlib.sha256(f"{_same_address(api_url)}\n{client_id}".encode()).hexdigest()[:32]


def _same_address(url: str) -> str:
    """Return one form for all that lead to the same server."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:  # no address: whoever asks there says so
        return url
    return f"{parts.scheme}://{parts.hostname}:{port}{parts.path.rstrip('/')}"
