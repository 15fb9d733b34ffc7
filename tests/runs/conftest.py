from __future__ import annotations

import pytest

from .folder import Folder


@pytest.fixture
def folder(tmp_path):
    """Return an empty data folder."""
    return Folder(tmp_path)
