"""Slack is brought into line with what is stored: one at a time, no more than it takes, and for everybody."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot import failpoints
from bot.features import FEATURES
from bot.rounds.feature import Feature, Kind
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.tables import cards
from bot.rounds.showing import outbox
from bot.rounds.showing.drawing import Drawing
from bot.slack.asked import MARK
from bot.slack.blocks import Message, section
from tests.faults.harness import Fragile
from tests.world import TEAM, Seen, Somebody, World, paired

POST, UPDATE, DELETE = "chat.postMessage", "chat.update", "chat.delete"


def told(world: World, method: str) -> int:
    return sum(call.method == method for call in world.slack.calls)


def rounds(world: World) -> list[Round]:
    with world.bot.store.read() as db:
        return queries.of_person(db, TEAM, world["Ana"].id, "reflection")


def states(world: World) -> list[tuple[str, int, str]]:
    with world.bot.store.read() as db:
        found = db.execute(select(cards.c.key, cards.c.generation, cards.c.state).order_by(cards.c.key))
        return [(row.key, row.generation, row.state) for row in found]


def test_an_update_changes_the_card_where_it_stands_and_rings_nobody(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect What now?")
    stood = ben.card.raw["ts"]
    ben.news()

    ana.answers("The money.")

    assert ben.card.raw["ts"] == stood
    assert "Ana has answered" in ben.card.words
    assert ben.news() == []


def test_a_moment_that_rings_posts_the_card_anew_and_the_old_one_is_deleted(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect What now?")
    ana.answers("The money.")
    ana.rang()

    ben.answers("Who decides.")

    (seen,) = [m for m in ana.messages() if not m.ephemeral]
    assert "You have both answered" in seen.words
    assert len(ana.rang()) == 1


def test_where_nothing_changed_nothing_is_told(world: World) -> None:
    world["Ana"].types("/reflect What now?")
    world.slack.calls.clear()

    with world.bot.store.begin() as db:
        round_ = queries.lock(db, TEAM, rounds(world)[0].id)
        round_.facts["unseen"] = True  # nothing that anybody sees
        queries.save(db, round_)
    world.later(hours=1)
    world.settle()

    assert [call.method for call in world.slack.calls if call.method.startswith("chat.")] == []


def test_many_changes_between_two_showings_are_one_update(world: World) -> None:
    ana = world["Ana"]
    ana.types("/reflect What now?")
    world.later(seconds=2)
    world.slack.calls.clear()

    for text in ("one", "two", "three"):
        ana.press_only("Write my answer")
        ana.send_only({"In your own words": text})
    world.settle()

    assert told(world, POST) == 0
    assert told(world, UPDATE) == 2  # one card each


def test_every_post_carries_the_key_by_which_it_can_be_found_and_no_row_holds_a_text(world: World) -> None:
    world["Ana"].types("/reflect What now?")

    sent = [json.loads(call.args["metadata"]) for call in world.slack.calls if call.method == POST]
    with world.bot.store.read() as db:
        rows = db.execute(select(cards)).mappings().all()

    assert {one["event_type"] for one in sent} == {MARK}
    assert sorted(one["event_payload"]["card"] for one in sent) == sorted(row["id"] for row in rows)
    assert "What now?" not in repr([dict(row) for row in rows])


@pytest.fixture
def two(database_url: str) -> Iterator[Fragile]:
    """A pair, in a world whose machine time stands still, as if two processes worked on it."""
    yield from paired(Fragile(database_url))


def meanwhile(name: str, act: Callable[[], object]) -> None:
    """The first time that this point is passed, something else happens first."""

    def passing(reached: str) -> None:
        if reached == name:
            failpoints.hook = None
            act()

    failpoints.hook = passing


def another_process_brings_it_into_line(world: Fragile) -> None:
    world.later(seconds=80)
    world.bot.show.settle()


def test_whoever_was_held_up_before_telling_stays_silent(two: Fragile) -> None:
    ana, ben = two["Ana"], two["Ben"]
    meanwhile("show.claimed", lambda: another_process_brings_it_into_line(two))

    two.slack.post(ana.id, ana.dm, "/reflect What now?")
    two.recover()

    assert [len(ana.news()), len(ben.news())] == [1, 1]
    assert told(two, POST) == 2
    assert {state for *_, state in states(two)} == {"sent"}


def test_whoever_was_held_up_after_telling_does_not_overrule_what_others_found(two: Fragile) -> None:
    ana, ben = two["Ana"], two["Ben"]
    meanwhile("show.told", lambda: another_process_brings_it_into_line(two))

    two.slack.post(ana.id, ana.dm, "/reflect What now?")
    two.recover()

    assert [len(ana.news()), len(ben.news())] == [1, 1]
    assert told(two, POST) == 2
    assert {state for *_, state in states(two)} == {"sent"}


def test_a_refusal_that_is_heard_too_late_does_not_post_again_what_others_posted(two: Fragile) -> None:
    ana, ben = two["Ana"], two["Ben"]
    two.slack.faults.next(POST, "ratelimited")
    meanwhile("show.told", lambda: another_process_brings_it_into_line(two))

    two.slack.post(ana.id, ana.dm, "/reflect What now?")
    two.recover()

    assert [len(ana.news()), len(ben.news())] == [1, 1]
    assert {state for *_, state in states(two)} == {"sent"}


def test_what_changes_while_it_is_told_is_told_next(two: Fragile) -> None:
    ana, ben = two["Ana"], two["Ben"]
    two.slack.post(ana.id, ana.dm, "/reflect What now?")
    two.recover()
    ana.press_only("Write my answer")
    ben.press_only("Write my answer")
    ana.send_only({"In your own words": "The money."})
    meanwhile("show.told", lambda: ben.send_only({"In your own words": "Who decides."}))

    two.recover()

    assert "You have both answered" in ana.card.words
    assert "You have both answered" in ben.card.words


def test_a_practice_that_is_not_installed_is_left_as_it_is(two: Fragile) -> None:
    two["Ana"].types("/reflect What now?")
    before = two["Ben"].card
    with two.bot.store.begin() as db:
        round_ = queries.lock(db, TEAM, rounds(two)[0].id)
        round_.step = "closed"
        queries.save(db, round_)
    two.slack.calls.clear()

    two.features = tuple(f for f in FEATURES if f.name != "reflection")
    two.restart()
    two.recover()

    assert two["Ben"].card == before
    assert told(two, UPDATE) == 0


Draw = Callable[[Round], dict[str, Drawing]]


def with_broken(part: str, broken: Callable[[Kind], Any]) -> tuple[Feature, ...]:
    """The practices, where something in reflection goes wrong for some rounds."""

    def breaks(feature: Feature) -> Feature:
        return replace(feature, kinds=tuple(replace(kind, **{part: broken(kind)}) for kind in feature.kinds))

    return tuple(breaks(f) if f.name == "reflection" else f for f in FEATURES)


def breaks_for(question: str) -> Callable[[Kind], Draw]:
    def broken(kind: Kind) -> Draw:
        def draw(round_: Round) -> dict[str, Drawing]:
            asked = round_.one("question")
            if asked and asked.text == question:
                raise ValueError("secret words")
            return kind.draw(round_)

        return draw

    return broken


def test_a_round_that_cannot_be_drawn_holds_up_no_other(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(sqlite_url, features=with_broken("draw", breaks_for("Broken?")))
    world.pair("Ana", "Ben")
    ana, ben = world["Ana"], world["Ben"]
    world.slack.post(ana.id, ana.dm, "/reflect Broken?")
    world.slack.post(ana.id, ana.dm, "/reflect Whole?")

    while world.bot.show._safely():
        pass

    assert [("Whole?" in text) for text in ben.news()] == [True]
    assert "show failed" in caplog.text
    assert "secret words" not in caplog.text
    with world.bot.store.read() as db:
        assert outbox.unshown(db) == []  # it is not tried again at once
        again = outbox.next_showing(db)
        assert again is not None
        assert again > db.machine_now()
    world.close()


def test_all_the_cards_of_one_moment_are_drawn_at_once(sqlite_url: str) -> None:
    drawn = []

    def counted(kind: Kind) -> Draw:
        def draw(round_: Round) -> dict[str, Drawing]:
            drawn.append(round_.version)
            return kind.draw(round_)

        return draw

    world = World(sqlite_url, features=with_broken("draw", counted))
    world.pair("Ana", "Ben", "Chloe")
    world.slack.post(world["Ana"].id, world["Ana"].dm, "/reflect What now?")

    world.bot.show.settle()

    assert told(world, POST) == 3
    assert len(drawn) == 1
    world.close()


def test_what_was_told_is_kept_where_it_cannot_be_drawn_any_more(sqlite_url: str) -> None:
    def breaks_later(kind: Kind) -> Draw:
        def draw(round_: Round) -> dict[str, Drawing]:
            if round_.facts.get("unseen"):
                raise ValueError("secret words")
            return kind.draw(round_)

        return draw

    def it_changes() -> None:
        with world.bot.store.begin() as db:
            round_ = queries.lock(db, TEAM, rounds(world)[0].id)
            round_.facts["unseen"] = True
            queries.save(db, round_)

    world = World(sqlite_url, features=with_broken("draw", breaks_later))
    world.pair("Ana", "Ben")
    world.slack.post(world["Ana"].id, world["Ana"].dm, "/reflect What now?")
    meanwhile("show.told", it_changes)

    while world.bot.show._safely():
        pass

    assert told(world, POST) == 2
    assert [state for *_, state in states(world)] == ["sent", "sent"]
    world.close()


def test_a_round_whose_time_cannot_pass_holds_up_no_other(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(kind: Kind) -> Any:
        def tick(db: Any, round_: Round, now: Any) -> None:
            kind.tick(db, round_, now)
            if round_.id == first:
                raise ValueError("secret words")

        return tick

    first = ""
    world = World(database_url, features=with_broken("tick", broken))
    world.pair("Ana", "Ben")
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect First?")
    first = rounds(world)[0].id
    world.move(minutes=1)
    ana.types("/reflect Second?")
    ben.news()

    world.clock.move_to(max(round_.wakes_at or world.clock() for round_ in rounds(world)))
    world.settle()

    assert ["Second?" in text for text in ben.news()] == [True]
    assert "a tick of reflection failed: ValueError" in caplog.text
    assert "secret words" not in caplog.text
    world.close()


# --- what becomes of the old card


def to_ring(world: World) -> None:
    """A question that one has answered: when the other does, the card of the first is posted anew."""
    world["Ana"].types("/reflect What now?")
    world["Ana"].answers("The money.")
    world.slack.calls.clear()


def of_the_app(somebody: Somebody) -> list[Seen]:
    """What stands in their direct messages, without receipts and without what they wrote."""
    return [m for m in somebody.messages() if m.raw["user"] != somebody.id and not m.ephemeral]


def methods(world: World, place: str) -> list[str]:
    """What the bot did there, in its order."""
    where = {place, world["Ana"].id} if place == world["Ana"].dm else {place}
    return [call.method for call in world.slack.calls if call.args.get("channel") in where]


def test_the_new_card_is_confirmed_before_the_old_one_goes(world: World) -> None:
    to_ring(world)
    world.slack.faults.next(POST, "ratelimited", retry_after=30, channel=world["Ana"].id)

    world["Ben"].answers("Who decides.")
    (before,) = of_the_app(world["Ana"])
    world.later(seconds=31)
    world.settle()

    assert "You have both answered" not in before.words
    assert methods(world, world["Ana"].dm) == [POST, POST, DELETE]
    assert len(of_the_app(world["Ana"])) == 1


def test_where_a_reply_hangs_under_it_the_old_card_stays_and_leads_to_the_newest(world: World) -> None:
    ana = world["Ana"]
    to_ring(world)
    world.slack.post(ana.id, ana.dm, "I wonder", thread_ts=of_the_app(ana)[0].raw["ts"])

    world["Ben"].answers("Who decides.")

    old, newest = of_the_app(ana)
    assert old.buttons == []
    assert old.raw["reply_count"] == 1
    assert "What now?" in old.words
    assert newest.raw["ts"].replace(".", "") in old.words
    assert told(world, DELETE) == 0


def test_where_nobody_heard_of_a_reply_slack_leaves_a_stone(world: World) -> None:
    ana = world["Ana"]
    to_ring(world)
    with world.slack.workspace.changing():
        dm = world.slack.conversations[ana.dm]
        first = next(m for m in dm.messages if m.metadata)
        dm.messages.append(replace(first, ts="9.9", thread_ts=first.ts, user=ana.id, metadata=None))

    world["Ben"].answers("Who decides.")

    stone, newest = of_the_app(ana)
    assert stone.text == "This message was deleted."
    assert "You have both answered" in newest.words


@pytest.mark.parametrize("code", ["cant_delete_message", "compliance_exports_prevent_deletion"])
def test_where_slack_refuses_to_delete_it_shrinks_and_is_not_tried_again(world: World, code: str) -> None:
    ana, ben = world["Ana"], world["Ben"]
    world.slack.faults.keeps_everything = code
    to_ring(world)

    ben.answers("Who decides.")
    world.later(hours=2)
    world.settle()

    old, newest = of_the_app(ana)
    assert newest.raw["ts"].replace(".", "") in old.words
    assert told(world, DELETE) == 1
    assert "would not let me" not in ana.card.words


def test_in_a_channel_every_old_card_leads_to_the_newest(sqlite_url: str) -> None:
    def ringing(kind: Kind) -> Draw:
        def draw(round_: Round) -> dict[str, Drawing]:
            line = Message("line", [section("*What stands here*\nline")])
            return {"channel": Drawing("C0HOME", str(round_.facts.get("moment", "")), line)}

        return draw

    world = World(sqlite_url, features=with_broken("draw", ringing))
    world.pair("Ana", "Ben")
    world["Ana"].types("/reflect What now?")
    for moment in ("second", "third"):
        with world.bot.store.begin() as db:
            round_ = queries.lock(db, TEAM, rounds(world)[0].id)
            round_.facts["moment"] = moment
            queries.save(db, round_)
        world.settle()

    first, second, newest = [m for m in world["Ana"].messages("C0HOME") if m.raw["user"] != "U0ANA"][-3:]
    lead = f"/archives/C0HOME/p{newest.raw['ts'].replace('.', '')}"
    assert lead in first.words
    assert lead in second.words
    assert first.words.startswith("*What stands here*")
    assert told(world, DELETE) == 0
    assert world.shrunk_lines() == [2]
    world.close()


def test_a_card_that_somebody_deleted_waits_for_the_next_ringing_moment(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect What now?")
    ben.rang()
    world.slack.conversations[ben.dm].messages.clear()

    ana.answers("The money.")
    world.later(hours=2)
    world.settle()
    quiet = ben.rang()
    world.move(days=2)

    assert quiet == []
    assert UPDATE in methods(world, ben.dm)
    assert len(ben.rang()) == 1
    assert "Ana has answered" in ben.card.words


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed", "block_mismatch"])
def test_a_card_that_may_not_be_changed_waits_for_the_next_ringing_moment_and_goes(
    world: World, code: str
) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect What now?")
    world.slack.faults.next(UPDATE, code, channel=ana.dm)
    ana.answers("The money.")
    stood = ana.card.raw["ts"]
    world.later(hours=2)
    world.settle()
    assert len(ana.rang()) == 1

    ben.answers("Who decides.")

    assert len(ana.rang()) == 1
    assert stood not in {m.raw["ts"] for m in ana.messages()}
    assert "You have both answered" in ana.card.words


def test_a_second_process_beside_it_deletes_nothing_twice_and_brings_nothing_back(two: Fragile) -> None:
    ana, ben = two["Ana"], two["Ben"]
    two["Ana"].types("/reflect What now?")
    ana.answers("The money.")
    two.recover()
    ben.press_only("Write my answer")
    ben.send_only({"In your own words": "Who decides."})

    def at_the_deletion(reached: str) -> None:
        if reached == "slack.called" and two.slack.calls[-1].method == DELETE:
            failpoints.hook = None
            another_process_brings_it_into_line(two)

    failpoints.hook = at_the_deletion
    two.recover()
    failpoints.hook = None

    assert len(of_the_app(ana)) == 1
    assert "You have both answered" in ana.card.words
    assert two.dead_lines() == []


# --- cards in a channel, and in the thread of one of them


def threaded(kind: Kind) -> Draw:
    """As reflection draws, and two lines in the thread of Ana's card: they are wanted before it is."""

    def draw(round_: Round) -> dict[str, Drawing]:
        drawn = kind.draw(round_)
        host = round_.host_id
        lines = {
            f"line:{n}": Drawing(
                drawn[host].place, "", Message(f"line {n}", [section(f"line {n}")]), thread=host
            )
            for n in (1, 2)
        }
        return {**lines, **drawn}

    return draw


@pytest.fixture
def threads(sqlite_url: str) -> Iterator[World]:
    world = World(sqlite_url, features=with_broken("draw", threaded))
    world.pair("Ana", "Ben")
    yield world
    world.close()


def posts_to(world: World, place: str) -> list[Any]:
    return [c for c in world.slack.calls if c.method == POST and c.args["channel"] == place]


def test_what_stands_in_a_thread_waits_for_its_card_and_is_posted_under_it(threads: World) -> None:
    ana = threads["Ana"]
    ana.types("/reflect What now?")

    posts = [c for c in posts_to(threads, ana.id) if c.outcome == "ok"]
    root = next(m for m in ana.messages() if "What now?" in m.words and not m.ephemeral)

    assert "What now?" in posts[0].args["text"]
    assert [c.args["text"] for c in posts[1:]] == ["line 1", "line 2"]
    assert [c.args.get("thread_ts") for c in posts] == [None, root.raw["ts"], root.raw["ts"]]


def test_what_stands_in_a_thread_stays_unposted_while_its_card_is_refused(threads: World) -> None:
    ana = threads["Ana"]
    for _ in range(3):
        threads.slack.faults.next(POST, "ratelimited")

    threads.slack.post(ana.id, ana.dm, "/reflect What now?")
    threads.bot.show.settle()

    assert all("line" not in c.args["text"] for c in posts_to(threads, ana.id))
    threads.later(seconds=120)
    threads.settle()
    texts = [c.args["text"][:6] for c in posts_to(threads, ana.id) if c.outcome == "ok"]
    assert texts[1:] == ["line 1", "line 2"]


def test_cards_of_one_place_keep_its_pace_together(threads: World) -> None:
    """Slack takes a message a second in a place: the next card waits, whichever it is."""
    ana = threads["Ana"]
    threads.slack.post(ana.id, ana.dm, "/reflect What now?")

    counts = []
    for _ in range(4):
        threads.bot.show.settle()
        counts.append(len(posts_to(threads, ana.id)))
        threads.later(seconds=1.1)

    assert counts == [1, 2, 3, 3]


def test_another_place_does_not_wait_for_the_pace_of_the_first(threads: World) -> None:
    ana, ben = threads["Ana"], threads["Ben"]
    threads.slack.post(ana.id, ana.dm, "/reflect What now?")

    threads.bot.show.settle()

    assert (len(posts_to(threads, ana.id)), len(posts_to(threads, ben.id))) == (1, 1)


def test_where_a_channel_refuses_whoever_asked_is_told_once(world: World) -> None:
    """The app was archived out of the channel: its card cannot change any more, however often it would."""
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/listen How did today land?", "C0HOME")
    ana.rang()
    ben.presses("Write", "C0HOME")
    world.slack.faults.next("*", "not_in_channel", times=20, channel="C0HOME")

    for words in ("One thing.", "Another.", "A third."):
        ben.sends({"In your own words": words})
        ben.closes()
        world.later(hours=1)
        world.settle()
        ben.presses("Write", "C0HOME")

    told_her = [text for text in ana.rang() if "would not let me write in the channel" in text]
    assert len(told_her) == 1
    assert "/invite @Alongside" in told_her[0]
