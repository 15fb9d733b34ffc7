"""Where a quota is shared: a Redis for several machines, or a folder of this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftcrawler.quota.machine import MachineQuota
from ftcrawler.quota.shared import quota_key
from ftcrawler.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ftcrawler.quota.shared import SharedQuota


def chosen_quota(settings: Mapping[str, Any]) -> SharedQuota:
    """Return the quota of the client id, not opened yet.

    Settings: `FT_API_URL`, `FT_CLIENT_ID`, `FT_QUOTA`, `FT_QUOTA_URL`, `FT_QUOTA_DIR`.
    """
    key = quota_key(settings["FT_API_URL"], settings.get("FT_CLIENT_ID") or "")
    limit = int(settings["FT_QUOTA"])
    if url := settings["FT_QUOTA_URL"]:
        # Here, so that nobody who asks for no Redis carries its client along (5 MB).
        from ftcrawler.quota.redis import RedisQuota  # noqa: PLC0415

        return RedisQuota(Secret(url), key, limit)
    return MachineQuota(settings["FT_QUOTA_DIR"], key, limit)
