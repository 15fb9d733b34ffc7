from __future__ import annotations

import html
import json
import re
import string
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.api.refusal_messages import refusal_message, token_refusal
from ftcrawler.masking import masked
from ftcrawler.monitors.smtp import FORM
from ftcrawler.quoting import one_line, printable
from ftcrawler.secret import Secret, hide_accounts

if TYPE_CHECKING:
    from collections.abc import Callable

ESCAPES = [
    str,
    quote,
    quote_plus,
    lambda text: quote(text, safe=""),
    lambda text: quote(text, safe="").lower(),
    lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    lambda text: json.dumps(text)[1:-1],
    lambda text: "".join(f"\\u{ord(char):04X}" for char in text),
    lambda text: repr(text)[1:-1],
    html.escape,
    lambda text: "".join(f"&#{ord(char)};" for char in text),
    lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    lambda text: re.sub("[a-z]", lambda char: char[0].upper(), text),
]
ENCODINGS = [
    lambda text: b64encode(text.encode()).decode(),
    lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="),
    lambda text: text.encode().hex(),
    lambda text: text.encode().hex().upper(),
]
SIGNS = string.ascii_letters + string.digits + "/+=&%@:#?!$ é'\"\\<>~-_"
SECRETS = st.text(SIGNS, min_size=8, max_size=40).filter(lambda text: text == text.strip())


def escaped(text: str, steps: list[Callable[[str], str]]) -> str:
    for step in steps:
        text = step(text)
    return text


@given(SECRETS, st.lists(st.sampled_from(ESCAPES), max_size=2), st.text(' abc=:{"', max_size=4))
def test_a_secret_is_found_under_two_layers_of_escapes(secret, steps, beside):
    Secret(secret)
    echo = escaped(secret, steps)
    assert echo not in masked(f"{beside}{echo} fin")


@given(SECRETS, st.sampled_from(ENCODINGS), st.sampled_from(["", "i", "id", "PAR_id:"]))
def test_a_secret_is_found_encoded_alone_or_behind_others(secret, encode, before):
    Secret(secret)
    shown, hidden, tail = masked(encode(before + secret)).partition("[masqué]")
    assert hidden
    # Three bytes make four characters: those that the neighbours share cannot be told from theirs.
    assert len(shown) <= len(encode(before)) + 1
    assert len(tail) <= 4


@given(st.integers(0, 400))
def test_a_secret_that_is_cut_is_masked(length):
    secret = Secret("kX9-3f8a7c1e5b2d4a6f8091b3c5d7e9f0a1b2c3d4e5f60718293a4b5c6d7e8f90")
    form = "x" * length + urlencode({"client_secret": secret})
    for most in (300, 330):
        assert "3f8a7c1e5b" not in one_line(form, most=most)
        assert "3f8a7c1e5b" not in one_line(form[:most])
    body = json.dumps({"message": "y" * 19_900 + form}).encode()
    assert "3f8a7c1e5b" not in refusal_message(body) + token_refusal(b" " * 19_900 + form.encode())


def test_a_form_that_is_sent_back_keeps_what_is_no_secret():
    form = {"grant_type": "client_credentials", "client_secret": Secret("a1b2/c3d4+e5f6&g7")}
    body = json.dumps({"error": "invalid_client", "error_description": urlencode(form)}).encode()
    assert token_refusal(body) == (
        "invalid_client: grant_type=client_credentials&client_secret=[masqué]"
    )


HOOK = "https://hooks.test/services/T01/B02/abcdefghijklmnopqrst"
REDIS = "redis://:pa/ss@word@redis.test:6379/0"
PROXY = "moi:motdepasse@proxy.test:3128"


@pytest.mark.parametrize(
    ("address", "echo", "left"),
    [
        (HOOK, "/services/T01/B02/abcdefghijklmnopqrst absent", "[masqué] absent"),
        (HOOK, "abcdefghijklmnopqrst", "[masqué]"),
        (HOOK, "https://hooks.test/services/", "https://hooks.test/services/"),
        (REDIS, "invalid pa/ss@word", "invalid [masqué]"),
        (REDIS, "redis.test:6379/0", "redis.test:6379/0"),
        (PROXY, "moi:motdepasse", "[masqué]"),
        (PROXY, f"Basic {b64encode(b'moi:motdepasse.').decode()}", "Basic [masqué]Uu"),
        ("", "ftp://moi:a/b@hote/x http://api.test/o", "ftp://[masqué]@hote/x http://api.test/o"),
        ("", "Authorization: Bearer abcd1234efgh", "Authorization: Bearer [masqué]"),
        ("", "clé AKIAIOSFODNN7EXAMPLE inconnue", "clé [masqué] inconnue"),
    ],
)
def test_of_an_address_the_keys_are_hidden_and_the_place_is_not(address, echo, left):
    Secret(address)
    assert one_line(echo) == left


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("http://moi:motdepasse@hote:1", True),
        ("http://moi:mot%64epasse@hote", True),
        ("s3://AKIA:motdepasse@lac/x", True),
        ("moi:motdepasse@hote:3128", True),
        ("http://hote/a:motdepasse", False),
        (r"C:\motdepasse\a@b.csv", False),
        ("file:///x:motdepasse@c.csv", False),
        ("/x:motdepasse@c.csv", False),
    ],
)
def test_accounts_within_addresses(address, hidden):
    hide_accounts(address)
    assert (one_line("vu motdepasse ici") == "vu [masqué] ici") == hidden


def test_a_short_secret_is_masked_as_a_word_and_a_very_short_one_is_none():
    Secret("motus")
    Secret("le")
    assert one_line("motus et le motuseur (motus).") == "[masqué] et le motuseur ([masqué])."
    assert one_line("«\u202fmotus\u202f»") == "«\u202f[masqué]\u202f»"
    assert one_line("/tmp/motus/x motus.log a.motus x-motus=motus&") == (
        "/tmp/motus/x motus.log a.motus x-motus=[masqué]&"
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a\nb\r\nc\vd\x85e\u2028f\u2029g", "a b c d e f g"),
        ("\x1b]0;titre\x07\x1b[31mrouge\x9b2J", "]0;titre [31mrouge 2J"),
        ("a\u202eb\u2066c\u200ed\u061ce", "abcde"),
        ("in\u200bvi\ufeffsi\u00adble\U000e0041", "invisible"),
        ("\ud83d nul\x00 \ue000", "nul"),
        ("«\u00a0Développeur·se\u00a0» à 12\u202f345\u202f€ — œuvre d’État", None),
        ("données  en\t double  ", "données en double"),
    ],
)
def test_a_line_holds_nothing_that_acts_on_a_terminal_and_keeps_french(said, shown):
    assert one_line(said) == (said if shown is None else shown)


@given(st.text())
def test_whatever_is_said_one_line_is_one_line(text):
    line = one_line(text)
    assert line.isprintable() or set(line) & set("\u00a0\u202f")
    assert len(line.splitlines()) <= 1
    assert len(line) <= 300


def test_an_invisible_character_within_a_secret_does_not_save_it():
    Secret("sesame-ouvre-toi")
    assert one_line("sesame-\u200bouvre-toi") == "[masqué]" == printable("sesame-\u200bouvre-toi")


@pytest.mark.parametrize("example", [FORM, "http://nom:mot_de_passe@proxy:port"])
def test_what_a_message_says_to_write_stays_readable(example):
    assert masked(f"adresse de la forme {example} attendue") == (
        f"adresse de la forme {example} attendue"
    )
