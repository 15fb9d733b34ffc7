"""The published client france-travail-api, paged as its user would: `python library.py FOLDER`.

Its user asks for the next 150 offers until none come. Nothing tells an end from a refusal: the
client reads neither the status nor the total, so that the 400 past 3,150 offers is an empty list.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any

from france_travail_api import FranceTravailClient, Scope  # type: ignore[import-untyped]
from france_travail_api.auth import _credentials  # type: ignore[import-untyped]
from france_travail_api.offres import _client  # type: ignore[import-untyped]

STEP = 150


def main(folder: Path) -> None:
    """Read what the client reaches into one file."""
    offers: list[Any] = []
    identity = os.environ["POLE_EMPLOI_CLIENT_ID"], os.environ["POLE_EMPLOI_CLIENT_SECRET"]
    with FranceTravailClient(*identity, [Scope.OFFRES]) as client:
        while page := client.offres.search(
            mots_cles="", range_param=f"{len(offers)}-{len(offers) + STEP - 1}"
        ):
            offers += page
    text = json.dumps([asdict(offer) for offer in offers], default=str)
    (folder / "offers.json").write_text(text, encoding="utf-8")


def lead_to_the_sandbox() -> None:
    """Set its two addresses, which it has as constants."""
    _client.JOB_OFFER_SEARCH_API_URL = os.environ["URL_API_FRANCE_TRAVAIL"] + "/v2/offres/search"
    token_path = "/connexion/oauth2/access_token?realm=%2Fpartenaire"  # noqa: S105 (a path)
    _credentials._OAUTH2_ACCESS_TOKEN_URL = os.environ["URL_POLE_EMPLOI"] + token_path  # noqa: SLF001


def make_up_for_python_311() -> None:
    """Add the one property of Python 3.12 that it uses."""
    if not hasattr(HTTPStatus, "is_success"):
        HTTPStatus.is_success = property(lambda status: 200 <= status < 300)  # type: ignore[attr-defined]  # noqa: PLR2004


if __name__ == "__main__":
    make_up_for_python_311()
    lead_to_the_sandbox()
    main(Path(sys.argv[1]))
