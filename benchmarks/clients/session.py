"""What a script in requests starts with: a token, and a session that shows it."""

from __future__ import annotations

import os

import requests

SEARCH = os.environ["URL_API_FRANCE_TRAVAIL"] + "/v2/offres/search"
TIMEOUT = 30  # seconds


def signed_session() -> requests.Session:
    """Return a session with a token that is good for some 25 minutes."""
    answer = requests.post(
        f"{os.environ['URL_POLE_EMPLOI']}/connexion/oauth2/access_token?realm=%2Fpartenaire",
        data={
            "grant_type": "client_credentials",
            "client_id": os.environ["POLE_EMPLOI_CLIENT_ID"],
            "client_secret": os.environ["POLE_EMPLOI_CLIENT_SECRET"],
            "scope": "api_offresdemploiv2 o2dsoffre",
        },
        timeout=TIMEOUT,
    )
    answer.raise_for_status()
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return session
