"""The bucket as whoever reads it sees it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass
class Bucket:
    """What S3 holds, as whoever reads it sees it."""

    objects: dict[str, bytes]

    @property
    def ids(self) -> Counter[str]:
        """How many times each offer is there."""
        return Counter(
            offer["id"]
            for key, body in self.objects.items()
            if key.startswith("raw/")
            for offer in json.loads(body)["resultats"]
        )

    @property
    def stamps(self) -> set[str]:
        """The timestamps that pages bear."""
        return {key.rpartition("_p")[0][-15:] for key in self.objects if key.startswith("raw/")}

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The reports, oldest first."""
        return [
            json.loads(body) for key, body in sorted(self.objects.items()) if key[:5] == "runs/"
        ]

    @property
    def journals(self) -> list[str]:
        return [key for key in self.objects if key.startswith("state/")]
