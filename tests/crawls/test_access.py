"""Where everything is refused, or nothing comes any more, a run ends and says what to do."""

from __future__ import annotations

import socketserver
import threading

import pytest

# What a run of 12,000 offers would ask in all.
WHOLE = 83
SUBSCRIPTION = "l'application est abonnée à l'API"
REFUSED = {
    "status-403": ("HTTP 403", SUBSCRIPTION),
    "status-404": ("HTTP 404", "Vérifiez URL_API_FRANCE_TRAVAIL."),
    "status-302": ("renvoie ailleurs", "URL_API_FRANCE_TRAVAIL et le proxy (HTTPS_PROXY)"),
    "html": ("page HTML", "un portail ou un proxy"),
    "status-401": ("HTTP 401", SUBSCRIPTION),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_from_the_first_search_on_fails_the_run(start_sandbox, run_crawl, kind):
    sandbox = start_sandbox(kind, offers_count=3000)
    done = run_crawl(sandbox, "all")
    assert (done.code, done.report["status"], done.report["reason"]) == (
        3,
        "failed",
        "api_refused",
    )
    for told in REFUSED[kind]:
        assert told in done.stdout.splitlines()[0]
    assert len(sandbox.questions) <= 4
    assert "Traceback" not in done.log


@pytest.mark.parametrize(("kind", "start"), [("status-403", 2), ("status-403", 10), ("html", 10)])
def test_a_refusal_from_one_search_on_fails_the_run(start_sandbox, run_crawl, kind, start):
    sandbox = start_sandbox(f"{kind}:from={start}", offers_count=12_000)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0", "FT_RETRY_WAIT=0.2")
    assert (done.code, done.report["reason"]) == (3, "api_refused")
    assert all(told in done.stdout for told in REFUSED[kind])
    assert len(sandbox.questions) < 9 + 3 * 16
    asked = len(sandbox.questions)
    sandbox.set_faults()
    again = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0")
    assert (again.code, again.report["status"], again.report["resumed"]) == (0, "complete", 1)
    assert sorted(again.ids) == sorted(sandbox.ids({}))
    assert len(sandbox.questions) - asked <= WHOLE


@pytest.mark.parametrize("arguments", [("all", "max_pages=0"), ("sector",)])
def test_requests_that_are_all_held_to_be_wrong_fail_the_run(start_sandbox, run_crawl, arguments):
    sandbox = start_sandbox("status-400:from=10", offers_count=12_000)
    done = run_crawl(sandbox, *arguments, "FT_QUOTA=0")
    assert (done.code, done.report["reason"]) == (3, "api_refused")
    told = "Erreur: l'API rejette tout ce qui lui est demandé (HTTP 400 : "
    assert told in done.stdout.splitlines()[0]
    assert "Vérifiez les critères de la recherche" in done.stdout
    assert len(sandbox.questions) < 80
    sandbox.set_faults()
    again = run_crawl(sandbox, *arguments, "FT_QUOTA=0")
    assert again.code == 0


def test_deep_pages_held_to_be_wrong_end_nothing(start_sandbox, run_crawl):
    deep = [f"status-400:range={first}-{first + 149}" for first in range(1490, 3150, 149)]
    done = run_crawl(start_sandbox(*deep, offers_count=12_000), "all", "max_pages=0", "FT_QUOTA=0")
    assert done.report["reason"] == "finished"
    assert len(set(done.ids)) > 6000


def test_many_searches_that_are_refused_end_after_a_few(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-410", offers_count=3000)
    done = run_crawl(sandbox, "sector", "FT_QUOTA=0", "FT_RETRY_WAIT=0.2")
    assert (done.code, done.report["reason"]) == (3, "api_refused")
    assert len(sandbox.questions) < 16 + 10


@pytest.mark.parametrize("kind", ["status-403", "status-404", "html"])
def test_a_refusal_that_passes_costs_nothing(start_sandbox, run_crawl, kind):
    sandbox = start_sandbox(f"{kind}:times=16:from=5", offers_count=12_000)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0", "FT_RETRY_WAIT=0.2")
    assert (done.code, done.report["status"]) == (0, "complete"), done.stdout
    assert sorted(done.ids) == sorted(sandbox.ids({}))


def test_pages_refused_among_good_ones_cost_themselves(start_sandbox, run_crawl):
    # Those too deep for whoever stands before the API: each window has one.
    sandbox = start_sandbox("status-403:range=2980-3129", offers_count=12_000)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0")
    assert done.report["reason"] == "finished"
    assert len(set(done.ids)) == 12_000
    page = start_sandbox("status-404:range=150-299", offers_count=450)
    done = run_crawl(page, "all", "force=1")
    assert (done.code, done.report["reason"], done.search["missing"]) == (4, "finished", 150)
    again = run_crawl(page, "all")
    assert (again.code, again.report["reason"], again.search["missing"]) == (4, "finished", 150)


@pytest.mark.parametrize("kind", ["status-503", "reset"])
def test_a_failure_from_one_moment_on_ends_the_run(start_sandbox, run_crawl, kind):
    sandbox = start_sandbox(f"{kind}:from=10", offers_count=12_000)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0", "RETRY_TIMES=3")
    assert (done.code, done.report["reason"]) == (3, "api_unreachable")
    assert "échec(s) de suite" in done.stdout
    assert len(sandbox.questions) < 9 + 16 * 5


def test_a_failure_of_forty_answers_that_passes_costs_nothing(start_sandbox, run_crawl):
    sandbox = start_sandbox("status-503:times=40:from=10", offers_count=12_000)
    done = run_crawl(sandbox, "all", "max_pages=0", "FT_QUOTA=0")
    assert (done.code, done.report["status"]) == (0, "complete")
    assert done.report["requests"]["retried"] == 40


class _AskingProxy(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(65_536)
        self.request.sendall(
            b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
            b'Proxy-Authenticate: Basic realm="p"\r\nConnection: close\r\n\r\n'
        )


@pytest.fixture
def asking_proxy():
    """A proxy that lets nobody through, at that address."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _AskingProxy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("variable", ["URL_API_FRANCE_TRAVAIL", "URL_POLE_EMPLOI"])
def test_what_a_proxy_refuses_is_the_proxys(
    start_sandbox, run_crawl, asking_proxy, scheme, variable
):
    proxied = {
        variable: f"{scheme}://francetravail.invalid",
        "HTTP_PROXY": asking_proxy,
        "HTTPS_PROXY": asking_proxy,
        "NO_PROXY": "127.0.0.1",
    }
    done = run_crawl(start_sandbox(offers_count=10), "all", **proxied)
    assert done.code == 3
    assert done.report["reason"] in {"api_refused", "api_unreachable"}
    told = "le proxy ne laisse rien passer (HTTP 407 : authentification demandée par le proxy)"
    assert f"{told}. Vérifiez HTTPS_PROXY et HTTP_PROXY" in done.stdout
