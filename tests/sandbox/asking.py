"""Ask a sandbox as a client would, over HTTP."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ftsandbox.server import Sandbox

NOW = datetime(2026, 11, 23, 18, 30)  # noqa: DTZ001 (a Monday, as on the wall)
TOKEN = "/connexion/oauth2/access_token"
API = "/partenaire/offresdemploi/v2"
FORM = {
    "grant_type": "client_credentials",
    "client_id": "PAR_sandbox",
    "client_secret": "sandbox",
    "scope": "api_offresdemploiv2 o2dsoffre",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def ids(self) -> list[str]:
        return [offer["id"] for offer in self.json["resultats"]]

    @property
    def range(self) -> str | None:
        return self.headers.get("Content-Range")


class Api:
    """A client with a token."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = base
        self.headers: dict[str, str] = {}

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        async with self.session.get(
            self.base + path, params=params, headers=self.headers
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def post(self, path: str, body: object = None) -> Answer:
        """Send *body* as JSON, bytes as they are, None as nothing."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        async with self.session.post(self.base + path, data=data) as response:
            return Answer(response.status, response.headers, await response.read())

    async def search(self, **params: str) -> Answer:
        return await self.get(f"{API}/offres/search", params)

    async def detail(self, offer_id: str) -> Answer:
        return await self.get(f"{API}/offres/{offer_id}")

    async def truth(self, **params: str) -> list[str]:
        return list((await self.get("/_sandbox/ids", params)).json)

    async def token(self, realm: str = "/partenaire", **form: str) -> Answer:
        async with self.session.post(
            self.base + TOKEN, params={"realm": realm}, data={**FORM, **form}
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def sign(self, **form: str) -> None:
        self.headers["Authorization"] = f"Bearer {(await self.token(**form)).json['access_token']}"


@asynccontextmanager
async def stranger(sandbox: Sandbox) -> AsyncIterator[Api]:
    """A client of *sandbox* without a token."""
    async with aiohttp.ClientSession() as session:
        yield Api(session, sandbox.base_url)


@asynccontextmanager
async def connected(sandbox: Sandbox) -> AsyncIterator[Api]:
    """A client of *sandbox* with a token."""
    async with stranger(sandbox) as api:
        await api.sign()
        yield api
