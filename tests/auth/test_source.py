"""One token for many, renewed in time, asked for patiently."""

from __future__ import annotations

import asyncio

import pytest

from ftcrawler.auth.token import Token
from ftcrawler.auth.token_source import Patience, TokenSource
from ftcrawler.exceptions import AnswerStatusError, AuthenticationError, ConnectionFailedError


class Service:
    """Gives t1, t2, ... or what it is told to raise first."""

    def __init__(self, *errors, lifetime=1499.0):
        self.errors = list(errors)
        self.lifetime = lifetime
        self.asked = 0

    async def fetch(self):
        self.asked += 1
        await asyncio.sleep(0)
        if self.errors:
            raise self.errors.pop(0)
        now = asyncio.get_running_loop().time()
        return Token(f"t{self.asked}", requested_at=now, lifetime=self.lifetime)


def source(service, attempts=3):
    return TokenSource(service.fetch, margin=60, patience=Patience(attempts, first_wait=0.001))


async def test_any_number_of_requests_share_one_token():
    service = Service()
    tokens = source(service)
    got = await asyncio.gather(*(tokens.get() for _ in range(50)))
    assert {token.header for token in got} == {"Bearer t1"}
    assert service.asked == 1


async def test_a_token_is_renewed_before_it_expires():
    service = Service(lifetime=0.0)
    tokens = source(service)
    await tokens.get()
    assert (await tokens.get()).header == "Bearer t2"


async def test_a_refused_token_is_renewed_and_a_late_refusal_of_it_changes_nothing():
    service = Service()
    tokens = source(service)
    old = await tokens.get()
    tokens.refuse(old.header)
    new = await tokens.get()
    tokens.refuse(old.header)
    assert (await tokens.get()) is new


@pytest.mark.parametrize("error", [AnswerStatusError(503), ConnectionFailedError("coupée")])
async def test_a_service_that_is_down_for_a_while_is_asked_again(error):
    service = Service(error, error)
    assert (await source(service).get()).header == "Bearer t3"


async def test_a_service_that_stays_down_ends_the_patience_of_all_at_once():
    service = Service(*[AnswerStatusError(503)] * 9)
    tokens = source(service)
    results = await asyncio.gather(*(tokens.get() for _ in range(5)), return_exceptions=True)
    assert service.asked == 3
    assert {str(result) for result in results} == {
        (
            "le service de tokens ne répond pas après 3 essais (HTTP 503). "
            "Vérifiez le réseau et URL_POLE_EMPLOI, ou réessayez plus tard."
        )
    }


async def test_a_refusal_is_final():
    service = Service(AuthenticationError("invalid_client"))
    tokens = source(service)
    for _ in range(3):
        with pytest.raises(AuthenticationError, match="invalid_client"):
            await tokens.get()
    assert service.asked == 1
