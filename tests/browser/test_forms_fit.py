"""Whoever fills in a form on a phone sees it in two screens: each that practices draw, on the real page.

All are drawn on one page, one after another, as they open: by the page's own code.
"""

import json
from typing import Any

import pytest

from bot.features import FEATURES
from tests.browser.window import CHROMIUM, Pictures, Window
from tests.every.drawing import gather
from tests.every.plainly import plainly
from tests.practices import handed

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

PHONE = {"width": 390, "height": 844}
SCREENS = 2
DRAWN = """async (views) => {
  const { drawViews } = await import("/static/dialogs.js");
  const state = await (await fetch("/state?as=U0ANA&rev=-1&wait=0")).json();
  const byId = (things) => new Map(things.map((one) => [one.id, one]));
  const ctx = {
    me: state.me, now: new Date(state.now), people: byId(state.people), epoch: "", surface: "",
    conversations: byId(state.conversations), press: async () => "", confirm: async () => false, go: () => {},
  };
  return views.map((view, at) => {
    drawViews([{ id: `V${at}`, ...view }], async () => ({ ok: true }), () => ({ ...ctx, values: new Map() }));
    const tall = document.querySelector(".overlay:not([hidden]) .dialog-body").scrollHeight;
    drawViews([], () => {}, () => ctx);
    return tall;
  });
}"""


def opening() -> list[tuple[str, str]]:
    """Every form that asks something, as it opens, with who draws it."""
    gather()
    return [
        (f"{feature.name}: {by}", view)
        for feature in FEATURES
        for by, view in sorted(plainly(feature).opening)
        if by not in handed(feature).once_opened
    ]


def test_every_form_that_asks_something_fits_two_screens_of_a_phone(browser: Any, address: str) -> None:
    ana = Window(browser, address, "U0ANA", Pictures())
    ana.page.set_viewport_size(PHONE)
    forms = opening()

    tall = ana.page.evaluate(DRAWN, [json.loads(view) for _, view in forms])

    assert len(forms) > 100
    assert min(tall) > 100
    found = {by: height for height, (by, _) in sorted(zip(tall, forms, strict=True))}
    assert {by: height for by, height in found.items() if height > SCREENS * PHONE["height"]} == {}
    assert ana.trouble == []
