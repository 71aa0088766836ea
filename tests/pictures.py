"""Make the pictures of the documents from the demonstration.

    python tests/pictures.py [FOLDER]

Needs Chromium and the package Pillow; writes into ``.github/images``, or the folder that is named.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
# The program comes before the tests of the same name beside this file.
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from conftest import FLAGS, NAMES  # noqa: E402
from driver import Dashboard, serving  # noqa: E402

SIZE = {"width": 1440, "height": 900}
FRAME = (960, 600)
FRAME_MS = 1400
RUKBAN = "geonames:11428685"


def main() -> None:
    """Start the demonstration, take the pictures, and the short tour."""
    import shutil  # noqa: PLC0415

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".github" / "images"
    folder.mkdir(exist_ok=True)
    chromium = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright, serving() as (address, _):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        opened = browser.new_page(viewport=SIZE)
        _wait(opened, address)
        _picture(opened, f"{address}/?mark={RUKBAN}&view=33.4,38.4,7&family=1", folder / "room.png")
        report = opened.evaluate(
            "async () => (await sitmapRoom.fetch('briefing')).newest.at(-1).document"
        )
        _picture(opened, f"{address}/?doc={report}&view=35,38.2,6", folder / "report.png")
        _review(opened, f"{address}/review", folder / "review.png")
        dark = browser.new_page(viewport=SIZE, color_scheme="dark")
        _picture(dark, f"{address}/?layer=areas&view=35.5,38.5,5", folder / "areas-dark.png")
        _tour(browser.new_page(viewport=SIZE), address, folder / "tour.webp")
        browser.close()


def _wait(page: Page, address: str) -> None:
    """Open the page, and wait until all of the demonstration is read."""
    page.goto(address)
    dashboard = Dashboard(page)
    counts = page.get_by_test_id("counts")
    dashboard.wait_until(lambda: dashboard.ready() and "13 reports" in counts.inner_text(), 120)


def _settle(page: Page) -> None:
    Dashboard(page).settle()
    page.locator("[data-ground=ready]").wait_for()
    page.wait_for_timeout(1500)


def _picture(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    _settle(page)
    _keep(page, path)


def _review(page: Page, address: str, path: Path) -> None:
    """Take a picture of the queue, with all that the words of its second group may mean."""
    page.goto(address)
    page.get_by_test_id("review-row").nth(1).click()
    page.get_by_test_id("fix-candidate").nth(1).wait_for()
    page.locator("[data-drawn=true]").wait_for()
    page.wait_for_timeout(1500)
    _keep(page, path)


def _keep(page: Page, path: Path) -> None:
    page.mouse.move(5, 5)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(192, dither=Image.Dither.NONE).save(path, optimize=True)


def _tour(page: Page, address: str, path: Path) -> None:
    """Search, click, read, look what another choice would move: a frame after each step."""
    page.goto(address)
    dashboard = Dashboard(page)
    timeline = page.get_by_test_id("timeline").locator("canvas")
    mention = dashboard.passages.first.get_by_test_id("mention").first

    def drag() -> None:
        box = timeline.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] * 0.75, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.98, y, steps=8)
        page.mouse.up()

    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: dashboard.search.fill("ruk"),
        page.get_by_role("option").filter(has_text="Rukban").first.click,
        lambda: dashboard.pane.get_by_role("tab", name="Why").click(),
        lambda: dashboard.pane.get_by_role("tab", name="Fix").click(),
        lambda: page.get_by_test_id("fix-search").fill("Al Tanf"),
        page.get_by_test_id("fix-found").first.click,
        page.get_by_test_id("fix-reach-everywhere").check,
        lambda: page.get_by_test_id("fix-cancel").click(),
        lambda: page.keyboard.press("Escape"),
        lambda: dashboard.look_for("camp OR refugees"),
        drag,
        mention.click,
        lambda: page.get_by_test_id("clear").click(),
    ]
    frames = []
    for step in steps:
        step()
        page.wait_for_timeout(600)
        _settle(page)
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        frames.append(shot.resize(FRAME, Image.Resampling.LANCZOS))
    frames[0].save(
        path, save_all=True, append_images=frames[1:], duration=FRAME_MS, loop=0, quality=70
    )


if __name__ == "__main__":
    main()
