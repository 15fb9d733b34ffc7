"""Take secrets out of texts, however a server escaped them when it sent them back."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ftcrawler.secret import known_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HIDDEN: Final = "[masqué]"
# What is shorter is no secret, and would mask ordinary words.
SHORTEST: Final = 4
# A secret of fewer characters is masked as a word of its own only.
FREE: Final = 8
# So much of a secret's beginning is masked too: somebody may have cut it.
PIECE: Final = 12
# Parts of an address that look like keys, as the last one of a webhook's does.
_KEY: Final = re.compile(r".{12,}|(?=.*\d).{6,}")
# A form within JSON within HTML; of long texts, which none sends back, the outermost layer.
DEPTH: Final = 3
LONG: Final = 50_000

# One kind at a time: what begins an escape of one kind may stand for itself in another.
_ESCAPES: Final = (
    re.compile(r"%[0-9a-f]{2}", re.IGNORECASE),
    re.compile(r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[\\/\"'bfnrt]", re.IGNORECASE),
    re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE),
)
# What a short secret may not stand beside.
_IN_A_NAME: Final = re.compile(r"[\w/\\.-]", re.ASCII)
_GOES_ON: Final = re.compile(r"[\w/\\-]|\.\w", re.ASCII)
# Secrets that nobody told us: in addresses, in a header, keys of AWS from a profile.
_UNTOLD: Final = (
    # Bounded: without an @, each :// would have the rest of the text looked through. Not where our
    # own messages show what to write.
    re.compile(
        r"(?<=://)(?![a-z]{0,20}:mot[-_]de[-_]passe@)(?:[^\s/?#@\"'<>]{0,99}:[^\s\"'<>]{0,200}|[^\s/?#\"'<>]{0,99})(?=@)"
    ),
    re.compile(r"(?<=\bBearer )(?=\S*\d)[\w.~+/=-]{8,}", re.IGNORECASE),
    re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
)


@dataclass(frozen=True, slots=True)
class _Needle:
    """A form of a secret in lower case; `least` of its characters, from its first, are enough."""

    text: str
    least: int


@dataclass(frozen=True, slots=True)
class _View:
    """A text's UTF-8 bytes, a character each, and where in the original each begins and ends."""

    chars: str
    begins: Sequence[int]
    ends: Sequence[int]


def masked(text: str) -> str:
    r"""Return *text* with [masqué] in the place of every secret that is known (secret.py).

    Found as they are, in any mixture of the escapes of addresses, forms, JSON and HTML, in
    hexadecimal and base64, alone or with what stood beside them, and cut after 12 characters
    or more. So are names and passwords in addresses, which nobody needs to know.

    >>> masked("http://moi:pw@s3.test/x Bearer abc123def"), masked("redis://:a/b@c")
    ('http://[masqué]@s3.test/x Bearer [masqué]', 'redis://[masqué]@c')
    """
    needles = [needle for secret in known_secrets() for needle in _needles(secret)]
    raw = text.encode(errors="surrogatepass")
    hidden = sorted(
        span for view in _views(raw.decode("latin-1")) for span in _find(view, needles)
    )
    pieces, at = [], 0
    for begin, end in hidden:
        if begin >= at:
            pieces += [raw[at:begin], HIDDEN.encode()]
        at = max(at, end)
    text = b"".join((*pieces, raw[at:])).decode(errors="surrogatepass") if hidden else text
    for pattern in _UNTOLD:
        text = pattern.sub(HIDDEN, text)
    return text


def _views(chars: str) -> Iterable[_View]:
    """Return the text as it is, and with its escapes undone, in every order of their kinds."""
    found = {chars: _View(chars, range(len(chars)), range(1, len(chars) + 1))}
    outer = list(found.values())
    for _ in range(DEPTH if len(chars) < LONG else 1):
        inner = [_unescaped(view, kind) for view in outer for kind in _ESCAPES]
        outer = [view for view in inner if view.chars not in found]
        found |= {view.chars: view for view in outer}
    return found.values()


def _unescaped(view: _View, kind: re.Pattern[str]) -> _View:
    chars: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for escape in kind.finditer(view.chars):
        first, last = escape.span()
        meant = _meaning(escape[0])
        chars += [view.chars[at:first], meant]
        begins += [*view.begins[at:first], *[view.begins[first]] * len(meant)]
        ends += [*view.ends[at:first], *[view.ends[last - 1]] * len(meant)]
        at = last
    if not at:
        return view
    return _View(
        "".join((*chars, view.chars[at:])),
        [*begins, *view.begins[at:]],
        [*ends, *view.ends[at:]],
    )


def _meaning(escape: str) -> str:
    r"""Return the UTF-8 bytes that an escape stands for, a character each.

    >>> [_meaning(escape) for escape in ("%2F", r"\u002f", r"\/", "&#47;", "&#x2f;", "&amp;")]
    ['/', '/', '/', '/', '/', '&']
    """
    match escape[0], escape[1].lower():
        case "%", _:
            return chr(int(escape[1:], 16))
        case "\\", "u" | "x":
            char = chr(int(escape[2:], 16))  # noqa: FURB166 (its « 0x » would need a u too)
        case "\\", _:
            return escape[1:]
        case _:
            char = unescape(escape)
    return char.encode(errors="surrogatepass").decode("latin-1")


def _find(view: _View, needles: Sequence[_Needle]) -> Iterator[tuple[int, int]]:
    chars = view.chars.lower()
    for needle in needles:
        at = chars.find(head := needle.text[: needle.least])
        while at >= 0:
            end = at + len(head)
            while end - at < len(needle.text) and chars[end : end + 1] == needle.text[end - at]:
                end += 1
            if len(needle.text) >= FREE or _is_word(chars, at, end):
                yield view.begins[at], view.ends[end - 1]
            at = chars.find(head, end)


def _is_word(chars: str, begin: int, end: int) -> bool:
    """Tell whether it stands alone: « x » does in « a=x. », and in no path or longer name."""
    return not (_IN_A_NAME.search(chars[:begin][-1:]) or _GOES_ON.match(chars, end))


@lru_cache(maxsize=1000)
def _needles(secret: str) -> tuple[_Needle, ...]:
    scheme, slashes, address = secret.partition("://")
    if not slashes:
        scheme, address = "", secret
    account, _, place = address.rpartition("@")
    target = place[len(place.partition("/")[0]) :]
    keys = list(filter(_KEY.fullmatch, re.split(r"[/?&=]", target)))
    parts = [account, account.partition(":")[2], *(keys if scheme else ())]
    found = [
        form for part in parts for said in (part, unquote(part)) for form in _forms(said, PIECE)
    ]
    if not scheme:
        return tuple(dict.fromkeys((*_forms(secret, PIECE), *found)))
    # Every beginning of these is shared with addresses that are no secret.
    whole = [form for part in (secret, target) if len(part) >= FREE for form in _forms(part, 0)]
    return tuple(dict.fromkeys((*found, *whole)))


def _forms(secret: str, piece: int) -> Iterator[_Needle]:
    """Yield what a secret looks like where it was not only escaped; *piece* 0: the whole only."""
    if len(secret) < SHORTEST:
        return
    raw = secret.encode(errors="surrogatepass")
    texts = [raw.decode("latin-1"), raw.replace(b" ", b"+").decode("latin-1")]
    if len(secret) >= FREE:
        texts += [raw.hex(), *_in_base64(raw)]
    for text in texts:
        yield _Needle(text.lower(), min(piece or len(text), len(text)))


def _in_base64(raw: bytes) -> Iterator[str]:
    """Yield the characters of base64 that *raw* alone decides, wherever it stands in a text."""
    for before in range(3):
        encoded = b64encode(b"\0" * before + raw).decode()
        core = encoded[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        yield from (core, core.replace("+", "-").replace("/", "_"))
