"""Pictures of a report, for the docs: on a phone, at a desk, in the dark.

    python -m scripts.picture_report RAPPORT.html

They are docs/images/rapport_*.png; Chromium has to be installed.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from playwright.sync_api import sync_playwright

from ftcrawler import printing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES: Final = 200_000


@dataclass(frozen=True)
class Picture:
    """What is looked at: the page from an anchor on, in a window of that size."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    anchor: str = ""


PICTURES: Final = (
    Picture("bureau", 1440, 1060),
    Picture("telephone", 360, 1400),
    Picture("sombre", 1280, 760, "dark", "#carte"),
)


def main() -> int:
    """Take the pictures; return 1 if one is too heavy for the docs."""
    printing.prepare_console()
    report = Path(sys.argv[1]).resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        taken = [take(browser, report, picture) for picture in PICTURES]
        browser.close()
    return int(any(path.stat().st_size > MOST_BYTES for path in taken))


def take(browser: Browser, report: Path, picture: Picture) -> Path:
    """Take one picture, say how heavy it is, and return where it is."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        locale="fr-FR",
    )
    page.goto(report.as_uri() + picture.anchor)
    page.wait_for_selector("body[data-pret=oui]")
    path = IMAGES / f"rapport_{picture.name}.png"
    page.screenshot(path=path)
    printing.say(f"{path.name} : {path.stat().st_size:,} octets")
    return path


if __name__ == "__main__":
    sys.exit(main())
