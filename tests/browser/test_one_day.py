"""A reflection, a round of five, a short agreement and a short check-in, all begun on one day.

People press at the stand-in's own door, for speed; then each direct message and the channel is looked at in
the page. It prints how many messages each of them got of what: `pytest -s tests/browser/test_one_day.py`.
"""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bot.rounds.keeping.tables import cards, notices, rounds
from tests.browser.window import CHROMIUM, Pictures, Window
from tests.journeys.listening_steps import all_write, ask_all, closed, has_listened, takes
from tests.journeys.steps import put_away
from tests.journeys.test_few_messages import reflection, short_agreement, short_check_in
from tests.world import NAMES, World

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

FIVE = tuple(NAMES)
# Ringing moments on the straight way through, for each person, beside what time alone rings for.
MOST = {"reflection": 4, "options": 2, "checkin": 3, "listening": 2}
DEAD = "this goes on in a newer message"


def test_a_day_of_four_practices_leaves_no_dead_line_and_rings_few_times(world: World, browser: Any) -> None:
    ask_all(world)
    all_write(world, *FIVE)
    reflection(world)
    for one in world.everybody:
        put_away(one)
    short_agreement(world)
    for one in world.everybody:
        put_away(one)
    short_check_in(world)
    world.move(days=1)
    for one in world.everybody:
        put_away(one)
        has_listened(one)
    for one in world.everybody:
        takes(one, f"What {one.name} takes.")
        put_away(one)
    world.move(minutes=1)

    assert closed(world)
    got, by_time = messages(world), told_by_time(world)
    print(table(got, by_time))
    for who in NAMES:
        more = {of: got[who, of] - most for of, most in MOST.items() if got[who, of] > most}
        assert sum(more.values()) <= by_time[who], (who, more)
    assert world.dead_lines() == []
    assert all(lines == 1 for lines in world.shrunk_lines())

    world.listen()
    pictures = Pictures()
    for name, person_id in NAMES.items():
        window = Window(browser, world.slack.base_url, person_id, pictures)
        if name == "Ana":
            expect(window.main.get_by_text(DEAD)).to_have_count(sum(world.shrunk_lines()))
            window.picture("one-day-channel")
        window.open_app()
        found = "How did today land?" if got[name, "listening"] else "No messages here yet."
        expect(window.main.get_by_text(found).first).to_be_visible()
        expect(window.main.get_by_text(DEAD)).to_have_count(0)
        window.picture(f"one-day-{name}")
        assert window.trouble == []


def messages(world: World) -> Counter[tuple[str, str]]:
    """How many messages each got in their direct messages, of which practice."""
    posted = select(cards.c.place, rounds.c.feature).join(rounds, rounds.c.id == cards.c.round_id)
    names = {person_id: name for name, person_id in NAMES.items()}
    with world.bot.store.read() as db:
        rows = db.execute(posted.where(cards.c.ts.is_not(None))).all()
    return Counter((names[row.place], row.feature) for row in rows if row.place in names)


def told_by_time(world: World) -> Counter[str]:
    """How often time alone rang for each: the next question of a queue, that it is open to read."""
    names = {person_id: name for name, person_id in NAMES.items()}
    with world.bot.store.read() as db:
        return Counter(names[person_id] for person_id in db.execute(select(notices.c.person_id)).scalars())


def table(got: Counter[tuple[str, str]], by_time: Counter[str]) -> str:
    columns = sorted({of for _, of in got})
    lines = [f"{'':<8}" + "".join(f"{of:>12}" for of in [*columns, "by time"])]
    for who in NAMES:
        numbers = [*(got[who, of] for of in columns), by_time[who]]
        lines.append(f"{who:<8}" + "".join(f"{number:>12}" for number in numbers))
    return "\n".join(["", *lines])
