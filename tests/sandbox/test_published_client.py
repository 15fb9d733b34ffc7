"""The client that others publish works against the sandbox, unmodified."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ftsandbox.server import Sandbox

httpx: Any = pytest.importorskip("httpx")
library: Any = pytest.importorskip("france_travail_api")
transport: Any = pytest.importorskip("france_travail_api.http_transport._http_client")


class ToSandbox(httpx.HTTPTransport):  # type: ignore[misc]  # httpx may not be installed
    """Sends every request to the sandbox, whatever host it is for."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = httpx.URL(base)

    def handle_request(self, request: Any) -> Any:
        request.url = request.url.copy_with(
            scheme="http", host=self.base.host, port=self.base.port
        )
        return super().handle_request(request)


@pytest.fixture
def client(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # The library uses a property of Python 3.12.
    success = property(lambda status: 200 <= status < 300)
    monkeypatch.setattr(HTTPStatus, "is_success", success, raising=False)
    http = transport.HttpClient()
    http.sync_client.close()
    http.sync_client = httpx.Client(transport=ToSandbox(sandbox.base_url))
    with library.FranceTravailClient(
        "PAR_client", "secret", [library.Scope.OFFRES], _http_client=http
    ) as opened:
        yield opened


def test_search_detail_and_lists(client: Any, sandbox: Sandbox):
    found = client.offres.search(mots_cles="conducteur", departement="59", range_param="0-9")
    assert found
    assert all("onduct" in offer.intitule + offer.rome_libelle for offer in found)
    assert client.offres.get(found[0].id).intitule == found[0].intitule
    assert len(client.offres.referentiels.metiers()) > 1500
    assert client.offres.search(mots_cles="introuvable") == []


def test_every_offer_is_read(client: Any, sandbox: Sandbox):
    ids = {
        offer.id
        for first in range(0, 3000, 150)
        for offer in client.offres.search(mots_cles="", range_param=f"{first}-{first + 149}")
    }
    assert len(ids) == 3000
