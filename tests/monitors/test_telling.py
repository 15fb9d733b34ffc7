"""Whom alerts reach, by whole crawls: the log always, others if they are named."""

from __future__ import annotations

import email
import email.policy

import pytest

SECRET = "T000-B000-s3cr3t"


@pytest.fixture
def incomplete(start_sandbox, run_crawl):
    """Crawl a search whose second page never comes."""

    def crawl(**variables):
        # Some 375 nurses, far from 300 and 450: how many there are depends on the moment.
        sandbox = start_sandbox("status-500:range=150-299", offers_count=24_500)
        arguments = ("keywords=infirmier", "max_pages=3", "RETRY_TIMES=1", "no_s3=1")
        return run_crawl(sandbox, "keywords", *arguments, **variables)

    return crawl


def test_the_log_always(incomplete):
    crawl = incomplete()
    assert crawl.code == 4
    assert "WARNING: Alerte : Collecte INCOMPLÈTE (motif : finished)" in crawl.log
    assert "WARNING: Alerte : « infirmier » : 150 offres manquante(s)" in crawl.log


def test_a_sound_run_alerts_nobody(start_sandbox, run_crawl, receiver):
    crawl = run_crawl(
        start_sandbox(offers_count=2_000),
        *("keywords", "keywords=infirmier", "no_s3=1"),
        FT_ALERT_WEBHOOK_URL=receiver.url,
        FT_ALERT_SLACK_URL=receiver.url,
    )
    assert crawl.code == 0
    assert receiver.received == []
    assert "Alerte" not in crawl.log


def test_the_webhook_gets_the_figures(incomplete, receiver):
    crawl = incomplete(FT_ALERT_WEBHOOK_URL=f"{receiver.url}/{SECRET}")
    ((path, notice),) = receiver.received
    assert path == f"/{SECRET}"
    assert notice.pop("host")
    assert notice["alerts"][:2] == [
        "Collecte INCOMPLÈTE (motif : finished)",
        "« infirmier » : 150 offres manquante(s)",
    ]
    del notice["alerts"]
    report = crawl.report
    assert notice == {
        **{name: report[name] for name in ("run", "spider", "status", "reason", "message")},
        "exit_code": 4,
        "collected": report["offers"]["collected"],
        "missing": 150,
    }
    assert SECRET not in crawl.log


def test_slack_gets_a_text(incomplete, receiver):
    incomplete(FT_ALERT_SLACK_URL=receiver.url)
    ((_, message),) = receiver.received
    assert list(message) == ["text"]
    first, second, *_ = message["text"].splitlines()
    assert first.startswith("ftcrawler, keywords_")
    assert first.endswith(" : Collecte INCOMPLÈTE")
    assert second == "- Collecte INCOMPLÈTE (motif : finished)"


def test_the_mail_gets_there(incomplete, mailbox):
    crawl = incomplete(
        FT_ALERT_EMAIL_TO="equipe@example.org, astreinte@example.org",
        FT_ALERT_EMAIL_FROM="ftcrawler@example.org",
        FT_ALERT_SMTP_URL=mailbox.url,
    )
    (envelope,) = mailbox.messages
    assert envelope.mail_from == "ftcrawler@example.org"
    assert envelope.rcpt_tos == ["equipe@example.org", "astreinte@example.org"]
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert str(message["Subject"]).endswith(" : Collecte INCOMPLÈTE")
    assert "« infirmier » : 150 offres manquante(s)" in message.get_content()
    assert "s@cret" not in crawl.log
    assert "s%40cret" not in crawl.log


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"FT_ALERT_WEBHOOK_URL": "http://127.0.0.1:1/x"}, "(webhook) : connexion refusée"),
        ({"FT_ALERT_SLACK_URL": "http://127.0.0.1:1/x"}, "(Slack) : connexion refusée"),
    ],
)
def test_nobody_there_is_an_error_in_the_log_and_no_more(incomplete, variables, told):
    crawl = incomplete(**variables)
    assert crawl.code == 4
    assert f"Alerte non envoyée {told}" in crawl.log


def test_a_refusal_does_not_tell_the_address(incomplete, receiver):
    receiver.status = 404
    crawl = incomplete(FT_ALERT_SLACK_URL=f"{receiver.url}/{SECRET}")
    assert "Alerte non envoyée (Slack) : HTTP 404" in crawl.log
    assert SECRET not in crawl.log


def test_a_mail_server_that_refuses_the_login(incomplete, mailbox):
    crawl = incomplete(
        FT_ALERT_EMAIL_TO="equipe@example.org",
        FT_ALERT_SMTP_URL=mailbox.url.replace("s%40cret", "wr0ng"),
    )
    assert "Alerte non envoyée (e-mail) : le serveur répond 535" in crawl.log
    assert "wr0ng" not in crawl.log


def test_a_run_that_died_before_its_spider_opened(start_sandbox, run_crawl, receiver):
    crawl = run_crawl(
        start_sandbox(offers_count=100),
        *("keywords", "keywords=infirmier"),
        POLE_EMPLOI_CLIENT_ID="",
        FT_ALERT_WEBHOOK_URL=receiver.url,
    )
    assert crawl.code == 1
    assert "POLE_EMPLOI_CLIENT_ID : valeur absente" in receiver.alerts[0]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"FT_ALERT_SLACK_URL": "hooks.slack.com/s3cr3t"}, "FT_ALERT_SLACK_URL : adresse"),
        ({"FT_ALERT_WEBHOOK_URL": "ftp://x/s3cr3t"}, "FT_ALERT_WEBHOOK_URL : adresse"),
        ({"FT_ALERT_EMAIL_TO": "a@example.org"}, "FT_ALERT_SMTP_URL : adresse"),
    ],
)
def test_a_wrong_address_ends_the_run_before_its_first_request(
    start_sandbox, run_crawl, variables, told
):
    sandbox = start_sandbox(offers_count=100)
    crawl = run_crawl(sandbox, "keywords", "keywords=infirmier", **variables)
    assert crawl.code == 1
    assert told in crawl.stdout
    assert "s3cr3t" not in crawl.stdout + crawl.log
    assert sandbox.log == []
