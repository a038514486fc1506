"""The file that whoever runs the bot writes for somebody, in a browser: it opens with their code alone."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.operating import person
from bot.people import copies
from tests.browser.window import AXE, CHROMIUM, SIZES
from tests.journeys.steps import ask, words_of
from tests.journeys.test_my_copy import code_of
from tests.world import TEAM, World

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


def test_whoever_has_the_code_reads_their_words_from_the_file(
    browser: Any, world: World, tmp_path: Path
) -> None:
    ana, file = world["Ana"], tmp_path / "my-words.html"
    ask(world, "Ana", "Ben")
    code = code_of(ana)
    assert person.copy(world.settings, TEAM, ana.id, file)
    page, trouble, asked = browser.new_page(), list[str](), list[str]()
    page.on("console", lambda said: trouble.append(said.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    page.goto(file.as_uri())
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found = AXE.run(page)
        assert found.violations_count == 0, f"{size}: {found.generate_report()}"
    box = page.get_by_label("Your code")
    box.fill(copies.new_code().spelt)  # somebody else's
    box.press("Enter")
    expect(page.get_by_role("status")).to_have_text("That is not the code that this file was locked with.")
    box.fill(f" {code.lower()} ")
    page.get_by_role("button", name="Open").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save my words").click()

    held = zipfile.ZipFile(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert saved.value.suggested_filename == "my-words.zip"
    assert words_of("Ana") in json.dumps(json.loads(held.read("my-words.json")), ensure_ascii=False)
    everything = page.content() + "".join(held.read(name).decode() for name in held.namelist())
    assert words_of("Ben") not in everything
    unpacked = tmp_path / "unpacked.html"
    unpacked.write_bytes(held.read("my-words.html"))
    page.goto(unpacked.as_uri())
    expect(page.get_by_text(words_of("Ana"))).to_be_visible()
    assert trouble == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "blob"}  # nothing goes anywhere
