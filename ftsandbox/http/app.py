"""The sandbox as an aiohttp application: its routes."""

from __future__ import annotations

from aiohttp import web

from ftsandbox.http.api_handlers import detail, referentiel, search
from ftsandbox.http.app_keys import SERVICE
from ftsandbox.http.gate import guard
from ftsandbox.http.inspection import show_days, show_ids, show_log, show_open, show_stats
from ftsandbox.http.recording import record
from ftsandbox.http.steering import play_day, put_faults
from ftsandbox.http.token_handler import give_token
from ftsandbox.service import API, Service


def build_app(service: Service) -> web.Application:
    """Return the application that serves *service*."""
    app = web.Application(middlewares=[record, guard])
    app[SERVICE] = service
    app.add_routes(
        [
            web.post("/connexion/oauth2/access_token", give_token),
            web.get(f"{API}/v2/offres/search", search),
            web.get(f"{API}/v2/offres/{{id}}", detail),
            web.get(f"{API}/v2/referentiel/{{name}}", referentiel),
            web.get("/_sandbox/log", show_log),
            web.get("/_sandbox/ids", show_ids),
            web.get("/_sandbox/stats", show_stats),
            web.get("/_sandbox/open", show_open),
            web.get("/_sandbox/days", show_days),
            web.post("/_sandbox/days", play_day),
            web.post("/_sandbox/faults", put_faults),
        ]
    )
    # By then nobody can connect: a client that asks again after a reset leaves nothing open.
    app.on_shutdown.append(_release_hanging)
    return app


async def _release_hanging(app: web.Application) -> None:
    app[SERVICE].stopping.set()
