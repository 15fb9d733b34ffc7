"""A real Chromium that opens the report as its readers do, and notes what it says and asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

PHONE: Final = (360, 740)
DESK: Final = (1440, 900)
# Of an A4 page between its margins, at 96 dots an inch.
PAPER: Final = (718, 1_047)
ARGUMENTS: Final = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
DRAWN: Final = "body[data-pret=oui]"
_PATIENCE: Final = 10_000  # milliseconds: the machine is shared

# Sums up by how much the layout jumped, but for what follows a key at once.
_COUNT_SHIFTS: Final = """
window.decalages = 0;
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) {
    if (!shift.hadRecentInput) window.decalages += shift.value;
  }
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader looks at the page."""

    size: tuple[int, int] = DESK
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    motion: Literal["no-preference", "reduce"] = "no-preference"
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.media}-{self.size[0]}-{self.scheme}"


@dataclass(frozen=True)
class Opened:
    """An opened page; `said` is what its console and its errors told, `asked` the addresses."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def drawn(self) -> None:
        """Wait until every chart of the choice is drawn."""
        # The page learns of a choice by its address, soon after the key.
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        self.page.wait_for_selector(DRAWN)

    def choose(self, select: str, code: str) -> None:
        """Choose a place or a domain, and wait for the charts."""
        self.page.select_option(f"#{select}", code)
        self.drawn()

    def texts(self, selector: str) -> list[str]:
        """Return the texts of elements, or of parts of a drawing."""
        return [text.strip() for text in self.page.locator(selector).all_text_contents()]

    @property
    def shift(self) -> float:
        """By how much the layout has jumped since it was opened."""
        # Entries come with the frames that follow.
        self.page.evaluate("new Promise(done => setTimeout(done, 100))")
        return float(self.page.evaluate("window.decalages"))

    @property
    def overflow(self) -> list[str]:
        """What sticks out of the page to the right, if one has to scroll for it."""
        return list(self.page.evaluate(_OVERFLOW))

    @property
    def pale_marks(self) -> list[str]:
        """The words in charts that hardly stand out; axe does not look into drawings."""
        return list(self.page.evaluate(_PALE_MARKS))


_OVERFLOW: Final = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > width + 1)
    .map(each => `${each.tagName} #${each.closest("[id]")?.id} ${each.className}`)
    .slice(0, 10)
    .concat(`${document.documentElement.scrollWidth} > ${width}`);
}"""

# By WCAG's formulas: words of less than 4.5 to 1.
_PALE_MARKS: Final = """() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = each => {
    for (; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (parts(color).length === 3) return color;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll(".graphique svg text")]
    .filter(each => each.textContent.trim())
    .map(each => {
      const ground = light(behind(each)), ink = light(getComputedStyle(each).fill);
      const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
      return [contrast, `${each.textContent}: ${contrast.toFixed(1)}`];
    })
    .filter(([contrast]) => contrast < 4.5)
    .map(([_, told]) => told);
}"""


class Reader:
    """Opens pages in a browser, each as for the first time; closes them at the end."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, file: Path, look: Look | None = None, *, anchor: str = "") -> Opened:
        """Open a file and wait until it is drawn; without scripts, until it is there."""
        look = look or Look()
        width, height = look.size
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=look.scheme,
            reduced_motion=look.motion,
            java_script_enabled=look.scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        self._contexts.append(context)
        context.set_default_timeout(_PATIENCE)
        opened = Opened(context.new_page())
        opened.page.on("console", lambda told: opened.said.append(f"{told.type}: {told.text}"))
        opened.page.on("pageerror", lambda error: opened.said.append(f"error: {error}"))
        context.on("request", lambda request: opened.asked.append(request.url))
        if look.scripts:
            context.add_init_script(_COUNT_SHIFTS)
        opened.page.goto(file.as_uri() + anchor)
        if look.scripts:
            opened.drawn()
        # As paper is come by: what was drawn for the screen is printed.
        opened.page.emulate_media(media=look.media)
        return opened

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
