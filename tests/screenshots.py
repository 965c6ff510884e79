"""Take the README's pictures from the built example: `make screenshots`.

Run after `make site`; writes docs/leaders.png and docs/governors.png.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = {"leaders": "leaders/index.html", "governors": "governors/index.html"}
WIDTH, SCREEN = 1280, 860
ROOM = 10
"""Pixels left free below the first drawing."""
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def height_of(page: Page) -> int:
    """Pixels from the top to just below the first drawing; one screen at least, two at most."""
    box = page.locator(".figure .chart").first.bounding_box()
    below = int(box["y"] + box["height"]) + ROOM if box else SCREEN
    return max(SCREEN, min(below, 2 * SCREEN))


def take(build: Path, docs: Path) -> list[Path]:
    """The pictures' files, one for each front page: down to its first drawing, light scheme, 1280 wide."""
    docs.mkdir(exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        page = browser.new_page(color_scheme="light")
        for name, path in PICTURES.items():
            page.set_viewport_size({"width": WIDTH, "height": SCREEN})
            page.goto((build / path).resolve().as_uri())
            page.wait_for_load_state("networkidle")
            page.set_viewport_size({"width": WIDTH, "height": height_of(page)})
            page.screenshot(path=docs / f"{name}.png")
            taken.append(docs / f"{name}.png")
        browser.close()
    return taken


if __name__ == "__main__":
    if missing := [path for path in PICTURES.values() if not (ROOT / "build" / path).is_file()]:
        sys.exit(f"build/{missing[0]}: not there. Run make site first.")
    for picture in take(ROOT / "build", ROOT / "docs"):
        print(picture.relative_to(ROOT))
