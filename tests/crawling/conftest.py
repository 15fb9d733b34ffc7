from __future__ import annotations

from tests.crawls.conftest import data, start_sandbox

__all__ = ["data", "start_sandbox"]
