"""What is kept from a partner is nowhere to be found by them, a log or a thief; its author finds it whole."""

import json
import logging
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from bot import health, logs, store, vault
from bot.features import FEATURES
from bot.rounds.keeping import covering, queries
from bot.vault import Vault
from tests.faults.harness import assert_kept, channels, leave_time, press
from tests.journeys.tampering import press as press_value
from tests.journeys.tampering import submit
from tests.practices import HERE, everybody
from tests.world import NAMES, TEAM, Somebody, World, pressable

LONG = 1500
# Every kind of sign that somebody may write with, the canary in their midst.
SIGNS = (
    '👩‍⚕️👨🏽‍🦽 𝒜𝓁𝑜𝓃𝑒 — עברית ومرحبا فارسی‌ها नमस्ते e\u0301\u0323 ‘so’ "so" '
    "&lt; &amp; <b> <@U0BEN> *no* _no_ ~no~ `x` :smile: https://example.org/a?b=c\nand\n\na new line\t."
)


@pytest.fixture
def canary() -> str:
    """128 bits that nobody could guess."""
    return secrets.token_hex(16)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Every logger at DEBUG, as with LOG_LEVEL=DEBUG."""
    caplog.set_level(logging.DEBUG)
    logs.quieten()
    return caplog


@pytest.fixture
def watched(database_url: str, everything_logged: pytest.LogCaptureFixture) -> Iterator[World]:
    """A pair, in a world that began while everything was logged."""
    world = World(database_url, own_engine=True)
    world.pair("Ana", "Ben")
    yield world
    world.close()


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{r.name} {r.getMessage()} {r.args!r} {r.exc_text}" for r in caplog.records)


def stored(world: World) -> bytes:
    """Everything in the database: each row of each table; SQLite's file and its write-ahead log besides.

    What rounds and places remember stands there sealed, and should have nobody's words even so: it is opened.
    """
    found = b""
    with world.bot.store.read() as db:
        for table, every in covering.EVERY.items():
            found += "".join(covering.said(db, table, row) for row in db.execute(every).mappings()).encode()
        if world.settings.database_url.startswith("postgresql"):
            names = db.execute(
                text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            ).scalars()
            for name in names:
                for row in db.execute(text(f'SELECT * FROM "{name}"')):
                    found += repr(tuple(row)).encode() + b"".join(v for v in row if isinstance(v, bytes))
            return found
        for table in (*store.metadata.sorted_tables, *vault.metadata.sorted_tables):
            for row in db.execute(select(table)):
                found += repr(tuple(row)).encode() + b"".join(v for v in row if isinstance(v, bytes))
    file = Path(world.settings.database_url.removeprefix("sqlite:///"))
    assert file.stat().st_size
    for part in (file, file.with_name(f"{file.name}-wal")):
        found += part.read_bytes()
    return found


def opens_everything(person: Somebody) -> str:
    """Presses every button they can see, one after the other, and says all that they are shown."""
    shown = [person.home]
    pressed: set[tuple[str, str]] = set()
    for _ in range(60):
        shown.append(json.dumps(person.world.slack.state(person.id), ensure_ascii=False))
        button = _next_button(person, pressed)
        if button is None:
            return "\n".join(shown)
        pressed.add((button["action_id"], button.get("value", "")))
        press(person, button["action_id"], button.get("value"))
        person.world.settle()
        shown.append(json.dumps(person.world.slack.state(person.id), ensure_ascii=False))
        shown += _looks_inside(person)
        if person.form:
            person.world.slack.close(person.id, person.form["id"], everything=True)
    raise AssertionError(f"{person.name} finds ever more buttons")


# Pressing these ends what is under test; each has a test of its own.
_ENDS = {verb for _, practice in everybody() for verb in practice.final}
# What only shows something, in a form that is open already.
_LOOKS = sorted(verb for feature in FEATURES for verb in feature.shows)


def _looks_inside(person: Somebody) -> list[str]:
    """What the buttons of the open form show."""
    shown, there = [], _in_form(person)
    for action in _LOOKS:
        if action in there:
            press(person, action)
            person.world.settle()
            shown.append(json.dumps(person.world.slack.state(person.id), ensure_ascii=False))
            there = _in_form(person)
    return shown


def _in_form(person: Somebody) -> set[str]:
    """The buttons of the form that is open in front of them."""
    form = person.form
    return {button["action_id"] for _, button in pressable(form["blocks"])} if form else set()


def _next_button(person: Somebody, pressed: set[tuple[str, str]]) -> dict[str, Any] | None:
    home = person.world.slack.state(person.id)["home"]
    places = (person.dm, *channels(person))
    blocks = [b for place in places for m in person.messages(place) for b in m.raw.get("blocks") or []]
    for _, element in pressable(blocks + (home or {"blocks": []})["blocks"]):
        if (
            element["action_id"] not in _ENDS
            and (element["action_id"], element.get("value", "")) not in pressed
        ):
            return element
    return None


def assert_nowhere(
    world: World, words: str, caplog: pytest.LogCaptureFixture, author: str = "Ana", partner: str = "Ben"
) -> None:
    """Not in a request (but forms of its author's), a log, the database, or anything the partner can open."""
    partners = opens_everything(world[partner])
    assert words not in partners
    assert_kept(world, author, words)  # type: ignore[arg-type]
    assert words not in logged(caplog)
    assert words.encode() not in stored(world)


def test_an_answer_is_nowhere_before_its_time(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    watched["Ana"].types("/reflect What did we avoid today?")

    watched["Ana"].answers(f"It was {canary}.")

    assert_nowhere(watched, canary, everything_logged)


def test_a_draft_is_nowhere_at_any_time(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana, ben = watched["Ana"], watched["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.answers(f"It was {canary}.", draft=True)

    ben.answers("Who decides.")
    ben.closes() if ben.form else None
    watched.move(days=30)

    assert_nowhere(watched, canary, everything_logged)


def test_an_answer_kept_by_its_author_after_the_window_stays_nowhere(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = watched["Ana"]
    ana.types("/reflect What did we avoid today?")
    ana.answers(f"It was {canary}.")
    watched.move(days=3)

    ana.presses("Keep it to myself")
    watched.move(days=1)

    assert_nowhere(watched, canary, everything_logged)


def test_words_that_were_taken_back_are_nowhere_any_more(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana, ben = watched["Ana"], watched["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.answers(f"It was {canary}.")
    ben.answers("Who decides.")
    ben.closes()
    watched.slack.calls.clear()

    press(ana, "reflection.read")
    watched.settle()
    press(ana, "reflection.withdraw")
    watched.settle()

    assert_nowhere(watched, canary, everything_logged)


def test_what_i_say_of_myself_is_nowhere_unless_i_show_it(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana, ben = watched["Ana"], watched["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.presses("Write my answer")
    press(ana, "me.perspective")
    ana.opens_more_choices()
    ana.sends({_label(ana, "words"): canary})
    ana.sends({"In your own words": "The money."})
    ben.answers("Who decides.")
    ben.closes()

    assert_nowhere(watched, canary, everything_logged)


def _label(person: Somebody, block_id: str) -> str:
    assert person.form
    [block] = [b for b in person.form["blocks"] if b.get("block_id") == block_id]
    return str(block["label"]["text"])


def test_an_open_answer_is_read_by_its_partner_and_still_nowhere_else(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana, ben = watched["Ana"], watched["Ben"]
    ana.types("/reflect What did we avoid today?")
    ana.answers(f"It was {canary}.")

    ben.answers("Who decides.")

    assert canary in ben.reads
    ben.closes()
    assert canary in opens_everything(ben)
    assert canary not in opens_everything(watched["Chloe"])
    assert [c.method for c in watched.slack.calls if canary in str(c.args) and c.method[:5] != "views"] == []
    assert canary not in logged(everything_logged)
    assert canary.encode() not in stored(watched)


@pytest.mark.parametrize("draft", [False, True], ids=["answer", "draft"])
def test_its_author_finds_every_character_again(watched: World, canary: str, *, draft: bool) -> None:
    ana = watched["Ana"]
    words = f"{SIGNS} {canary} {SIGNS} "
    words += "x" * (LONG - len(words))
    ana.types("/reflect What did we avoid today?")

    ana.answers(words, draft=draft)
    watched.restart()

    press(ana, "reflection.finish" if draft else "reflection.change")
    watched.settle()
    assert len(words) == LONG
    assert box(ana, "answer") == words


def box(person: Somebody, block_id: str) -> str:
    """What stands in a box of the open form before anything is typed."""
    assert person.form
    [block] = [b for b in person.form["blocks"] if b.get("block_id") == block_id]
    return str(block["element"]["initial_value"])


# In a listening round, which is put to a channel.


def listens(world: World, behind: str = "", *names: str) -> None:
    """Chloe puts a question; these join a live one, and she lets it begin."""
    question = "/listen How did today land?"
    world["Chloe"].types(f"{question} -- {behind}" if behind else question, HERE)
    for name in names:
        press(world[name], "listening.join", where=HERE)
    if names:
        press(world["Chloe"], "listening.begin", where=HERE)
    world.settle()


def gathers(person: Somebody, words: str, arrival: str = "") -> None:
    press(person, "listening.write", where=HERE)
    person.world.settle()
    arrives = {"How I arrive, in a few words": arrival} if arrival else {}
    assert person.sends({"In your own words": words} | arrives).ok
    if person.form:
        person.closes()


def notes(person: Somebody, words: str) -> None:
    press(person, "listening.say", where=HERE)
    person.world.settle()
    assert person.sends({"What I would like to say": words}).ok
    person.closes()


def test_what_is_written_apart_in_a_channel_is_nowhere_before_it_opens(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    listens(watched)

    gathers(watched["Ana"], f"It was {canary}.")
    gathers(watched["Ben"], "Proud.")

    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])  # who looks after it


def test_how_somebody_arrives_is_nowhere_before_it_opens(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    listens(watched, "check-in")

    gathers(watched["Ana"], "Tired.", arrival=f"Late, from {canary}.")
    gathers(watched["Ben"], "Proud.")

    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])


def test_what_is_kept_for_a_turn_is_nowhere_and_goes_with_the_close(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    listens(watched, "live", "Ana", "Ben", "Chloe")

    notes(watched["Ana"], f"I would say {canary}.")

    press(watched["Ana"], "listening.say", where=HERE)
    watched.settle()
    assert box(watched["Ana"], "note") == f"I would say {canary}."
    watched["Ana"].closes()
    assert_nowhere(watched, canary, everything_logged)
    watched.move(hours=3)  # nobody goes on with it
    with watched.bot.store.read() as db:
        kinds = set(db.execute(select(store.metadata.tables["replies"].c.kind)).scalars())
        owners = {owner.partition(":")[0] for owner in db.keys.execute(select(vault.keys.c.owner)).scalars()}
    assert kinds == {"question"}
    assert "round" not in owners  # what "I've listened" was counted with


def test_what_somebody_takes_along_is_nowhere_without_their_tick(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = watched["Ana"]
    listens(watched, "live", "Ana", "Ben", "Chloe")
    press(ana, "listening.menu", where=HERE)
    watched.settle()
    press(ana, "listening.take")
    watched.settle()

    outcome = ana.send_only({"One thing": f"I take {canary}."})

    assert "tick this" in outcome.errors["shown"]
    watched.slack.close(ana.id, ana.form["id"], everything=True)  # type: ignore[index]
    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("how", ["erased", "passed", "stepped out", "alone"])
def test_words_that_never_opened_stay_nowhere(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture, how: str
) -> None:
    ana = watched["Ana"]
    listens(watched)
    gathers(ana, f"It was {canary}.")

    if how == "alone":
        watched.move(days=9)  # it ends, and nobody else has written
    else:
        press(ana, "listening.menu" if how == "stepped out" else "listening.write", where=HERE)
        watched.settle()
        press(ana, {"erased": "listening.erase", "passed": "listening.pass"}.get(how, "listening.step_out"))
        watched.settle()
        watched.slack.close(ana.id, ana.form["id"], everything=True)  # type: ignore[index]
        gathers(watched["Ben"], "Proud.")
        gathers(watched["Chloe"], "Quiet.")
        watched.move(days=3)

    assert_nowhere(watched, canary, everything_logged)
    with watched.bot.store.read() as db:
        mine = db.execute(select(store.metadata.tables["replies"].c.author_id)).scalars().all()
    assert (ana.id in mine) == (how == "alone")


def test_open_words_are_read_by_those_who_joined_and_are_still_nowhere_else(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ben, esi = watched["Ben"], watched["Esi"]
    listens(watched)
    gathers(watched["Ana"], f"It was {canary}.")
    gathers(ben, "Proud.")
    gathers(watched["Chloe"], "Quiet.")

    watched.move(days=1, hours=8)

    press(ben, "listening.read", where=HERE)
    watched.settle()
    assert canary in ben.reads
    press(esi, "listening.read", where=HERE)
    press(esi, "listening.menu", where=HERE)
    watched.settle()
    assert canary not in json.dumps(watched.slack.state(esi.id))
    assert [c.method for c in watched.slack.calls if canary in str(c.args) and c.method[:5] != "views"] == []
    assert canary not in logged(everything_logged)
    assert canary.encode() not in stored(watched)


@pytest.mark.parametrize("kind", ["answer", "note"])
def test_its_author_finds_every_character_of_it_again_in_a_channel(
    watched: World, canary: str, kind: str
) -> None:
    ana = watched["Ana"]
    words = f"{SIGNS} {canary} {SIGNS} "
    words += "x" * (LONG - len(words))
    listens(watched, *([] if kind == "answer" else ["live", "Ana", "Ben", "Chloe"]))

    gathers(ana, words) if kind == "answer" else notes(ana, words)
    watched.restart()

    press(ana, "listening.write" if kind == "answer" else "listening.say", where=HERE)
    watched.settle()
    assert len(words) == LONG
    assert box(ana, kind) == words


# In options and agreements, which belong to a channel.


def begins(world: World, *, way: str) -> str:
    """Chloe starts a matter that she decides with Ana and Ben; its id."""
    deciders = [NAMES[name] for name in ("Chloe", "Ana", "Ben")]
    typed = {"question": "When may people go home?", "deciders": deciders, "kinds": ("any",), "way": (way,)}
    submit(
        world,
        world["Chloe"],
        "options.start",
        HERE,
        typed | {"proposal": "At noon.", "can_decide": "The hour."},
    )
    with world.bot.store.read() as db:
        rounds = store.metadata.tables["rounds"].c
        return str(db.execute(select(rounds.id).where(rounds.feature == "options")).scalar_one())


def sends(world: World, name: str, form: str, matter: str, **typed: Any) -> None:
    told = submit(world, world[name], f"options.{form}", matter, typed)
    assert "not possible" not in told, told


def agrees(world: World, **written: str) -> str:
    """All three are behind it, and Chloe writes it down."""
    matter = begins(world, way="short")
    for name in ("Ana", "Ben", "Chloe"):
        sends(world, name, "answer", matter, level=("5",))
    sends(world, "Chloe", "write", matter, decision="At noon.", **written)
    return matter


def test_an_answer_to_a_proposal_is_nowhere_before_all_of_them_open(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    matter = begins(watched, way="short")

    sends(watched, "Ana", "answer", matter, level=("0",), why=f"It would do {canary}.")
    sends(watched, "Ben", "answer", matter, level=("5",))

    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])  # who looks after it


def test_an_unsigned_idea_is_nowhere_before_ideas_open_not_even_for_its_author(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    matter = begins(watched, way="long")
    press_value(watched, watched["Chloe"], "options.move_on", matter)

    sends(watched, "Ana", "idea", matter, idea=f"What of {canary}?")

    assert canary not in opens_everything(watched["Ana"])
    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])


def test_what_somebody_says_of_an_agreement_is_nowhere_before_all_have(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    matter = agrees(watched)
    press_value(watched, watched["Chloe"], "options.look", matter)

    sends(watched, "Ana", "working", matter, answer=("no",), text=f"Not since {canary}.")

    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])


def test_a_record_and_a_note_are_read_in_their_channel_and_are_nowhere_else(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    agrees(watched, why=f"It is {canary}.")
    with watched.bot.store.read() as db:
        record = str(db.execute(select(store.metadata.tables["records"].c.id)).scalar_one())
    sends(watched, "Ana", "note", f"{HERE}|{record}", note=f"And yet {canary}.")

    told = press_value(watched, watched["Dev"], "options.record", f"{HERE}|{record}")

    assert f"It is {canary}." in told
    assert f"And yet {canary}." in told
    for fmt in (
        "html",
        "md",
        "csv",
        "json",
        "ics",
    ):  # nobody has allowed files here, so no copy goes anywhere
        assert canary not in press_value(watched, watched["Dev"], "options.export", f"{HERE}|{fmt}")
    assert [c.method for c in watched.slack.calls if canary in str(c.args) and c.method[:5] != "views"] == []
    assert canary not in logged(everything_logged)
    assert canary.encode() not in stored(watched)


def test_a_copy_that_slack_does_not_take_leaves_nothing_of_it_in_a_log(
    world: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    agrees(world, why=f"It is {canary}.")
    world.slack.app.manifest = replace(
        world.slack.app.manifest, scopes=world.slack.app.manifest.scopes | {"files:write"}
    )

    for kind in ("500", "fatal_error", "drop_after"):
        for method in ("files.getUploadURLExternal", "files.completeUploadExternal"):
            world.slack.faults.next(method, kind)
            assert "Slack did not" in press_value(world, world["Dev"], "options.export", f"{HERE}|json")

    assert canary not in logged(everything_logged)
    assert canary.encode() not in stored(world)


# When things go wrong while somebody's words are in hand.


@pytest.fixture
def broken(watched: World) -> World:
    """Ana's form is open, and then the database goes away."""
    ana = watched["Ana"]
    ana.types("/reflect What did we avoid today?")
    ana.presses("Write my answer")
    return watched


def goes_away(world: World) -> Any:
    """No transaction begins any more, until what comes back is called."""

    def refuse(_: Any) -> None:
        raise OperationalError("BEGIN", {}, Exception("the database is gone"))

    event.listen(world.bot.store.engine, "begin", refuse)
    return lambda: event.remove(world.bot.store.engine, "begin", refuse)


def test_where_the_database_is_gone_the_form_stays_with_what_was_typed(
    broken: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = broken["Ana"]
    comes_back = goes_away(broken)

    outcome = ana.send_only({"In your own words": f"It was {canary}."})
    comes_back()

    assert not outcome.ok
    assert "nothing was saved" in outcome.errors["answer"]
    assert ana.form
    assert canary in json.dumps(ana.form["state"])
    assert canary not in logged(everything_logged)
    assert ana.sends({"In your own words": f"It was {canary}."}).ok
    assert_nowhere(broken, canary, everything_logged)


def test_a_command_that_met_trouble_comes_back_as_it_was_typed(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = watched["Ana"]
    comes_back = goes_away(watched)

    answer = watched.slack.post(NAMES["Ana"], ana.dm, f"/reflect What of {canary} & <so>?")
    comes_back()

    assert "nothing was saved" in answer.message["text"]
    assert f"/reflect What of {canary} & <so>?" in ana.whispered.words
    assert canary not in logged(everything_logged)
    assert [m for m in watched["Ben"].messages() if not m.ephemeral] == []


def test_keys_that_do_not_fit_stop_everything_and_tell_nothing(
    broken: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = broken["Ana"]
    right = broken.bot.store.vault
    assert broken.bot.ready()
    ana.sends({"In your own words": "A first thought."})
    press(ana, "reflection.change")
    broken.settle()
    broken.bot.store.vault = Vault([Fernet.generate_key().decode()])
    broken.bot.store.machine_offset += timedelta(seconds=health.KEPT)
    assert not broken.bot.ready()

    outcome = ana.send_only({"In your own words": f"It was {canary}."})

    assert "nothing was saved" in outcome.errors["answer"]
    assert canary not in logged(everything_logged)
    broken.bot.store.vault = right
    assert ana.sends({"In your own words": f"It was {canary}."}).ok
    broken.bot.store.machine_offset += timedelta(seconds=health.KEPT)
    assert broken.bot.ready()
    assert_nowhere(broken, canary, everything_logged)


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500", "html", "fatal_error", "ratelimited"])
def test_where_a_form_does_not_open_nothing_of_it_is_logged(
    world: World, canary: str, everything_logged: pytest.LogCaptureFixture, kind: str
) -> None:
    ana = world["Ana"]
    ana.types("/reflect What did we avoid today?")
    ana.answers(f"It was {canary}.")
    world.restart()
    world.slack.faults.next("views.open", kind)

    press(ana, "reflection.change")
    world.settle()

    assert canary in json.dumps([c.args for c in world.slack.calls if c.method == "views.open"])
    assert canary not in logged(everything_logged)


def test_a_button_that_nobody_knows_is_answered_and_what_comes_with_it_is_not_logged(
    world: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = world["Ana"]
    ana.types("/reflect What did we avoid today?")
    ana.presses("Write my answer")
    assert ana.form
    form = ana.form
    view = world.slack.workspace.view(form["id"])
    assert view
    for callback_id in ("reflection.unheard_of", "unheard.of"):
        view.given["callback_id"] = callback_id
        outcome = ana.send_only({"In your own words": f"It was {canary}."})
        assert not outcome.ok
        assert ana.form
        assert canary in json.dumps(ana.form["state"])

    assert canary not in logged(everything_logged)
    assert canary.encode() not in stored(world)
    world.slack.problems.clear()


# In a check-in, a set, and what people take on.


def checks_in(world: World, canary: str, *, step: str = "QUESTIONS") -> str:
    """Ana, Ben and Chloe are in a check-in in a channel; Ben would like questions. Its id."""
    world["Ana"].types("/checkin How is the discharge work going?", HERE)
    with world.bot.store.read() as db:
        rounds = store.metadata.tables["rounds"].c
        round_id = str(db.execute(select(rounds.id).where(rounds.feature == "checkin")).scalar_one())
    for name in ("Ana", "Ben", "Chloe"):
        wish = {"bid": f"About {canary}."} if name == "Ben" else {}
        submit(world, world[name], "checkin.arrive", round_id, {"arrival": f"I am {canary}."} | wish)
    if step == "QUESTIONS":
        leave_time(world)
        press_value(world, world["Ana"], "checkin.move_on", round_id)
    return round_id


def meets(world: World, canary: str, *more: str) -> str:
    """A set of three, and of `more`, meets, and Ben brings something; its meeting's id."""
    rounds = store.metadata.tables["rounds"].c
    people = [NAMES[name] for name in ("Ana", "Ben", "Chloe", *more)]
    submit(world, world["Ana"], "checkin.new_set", "", {"people": people, "name": f"The {canary} set"})
    with world.bot.store.read() as db:
        set_id = str(db.execute(select(rounds.id).where(rounds.kind == "set")).scalar_one())
    for name in ("Ben", "Chloe", *more):
        press_value(world, world[name], "checkin.set_yes", set_id)
    submit(world, world["Ana"], "checkin.meet", set_id, {"kind": ("long",), "way": ("days",)})
    with world.bot.store.read() as db:
        meeting = str(db.execute(select(rounds.id).where(rounds.step == "check_in")).scalar_one())
    for name in ("Ana", "Ben", "Chloe", *more):
        submit(world, world[name], "checkin.arrive", meeting, {"arrival": f"I am {canary}."})
    submit(world, world["Ben"], "checkin.bid", meeting, {"bid": f"About {canary}.", "weight": ("3",)})
    for name in ("Ana", "Chloe", *more):
        press_value(world, world[name], "checkin.pass", meeting)
    submit(world, world["Ben"], "checkin.present", meeting, {"brought": f"It is {canary}."})
    leave_time(world)
    press_value(world, world["Ana"], "checkin.move_on", meeting)
    assert step_of(world, meeting) == "hush"
    return meeting


def step_of(world: World, round_id: str) -> str:
    with world.bot.store.read() as db:
        rounds = store.metadata.tables["rounds"].c
        return str(db.execute(select(rounds.step).where(rounds.id == round_id)).scalar_one())


def in_front(world: World, meeting: str) -> str:
    """The id of the question that whoever presents has in front of them."""
    with world.bot.store.read() as db:
        queue = queries.find(db, TEAM, meeting).facts["queue"]
    return next(id_ for id_, state in queue.items() if state == "shown")


def only_in_forms(world: World, words: str, caplog: pytest.LogCaptureFixture) -> None:
    """In no message, no log, no row and no file; in forms of those who may read it."""
    assert [c.method for c in world.slack.calls if words in str(c.args) and c.method[:5] != "views"] == []
    assert words not in logged(caplog)
    assert words.encode() not in stored(world)
    for name in ("Dev", "Esi"):
        assert words not in opens_everything(world[name])


def test_what_is_said_in_a_check_in_is_read_by_those_in_it_and_is_nowhere_else(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    check_in = checks_in(watched, canary)
    assert canary in press_value(watched, watched["Chloe"], "checkin.page", check_in)

    submit(watched, watched["Chloe"], "checkin.ask", check_in, {"asks": f"What of {canary}?"})
    question = in_front(watched, check_in)
    submit(watched, watched["Ben"], "checkin.read", f"{check_in}|{question}", {"answer": f"It was {canary}."})

    assert f"It was {canary}." in press_value(watched, watched["Ana"], "checkin.page", check_in)
    only_in_forms(watched, canary, everything_logged)
    press_value(watched, watched["Ana"], "checkin.close", check_in)
    for name in ("Ana", "Ben", "Chloe"):
        watched.slack.calls.clear()
        assert canary not in opens_everything(watched[name])


def test_a_question_that_waits_is_nowhere_but_in_front_of_its_author(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    meeting = meets(watched, "that", "Dev")

    submit(watched, watched["Ana"], "checkin.ask", meeting, {"asks": f"What of {canary}?"})

    assert step_of(watched, meeting) == "hush"
    assert_nowhere(watched, canary, everything_logged)
    assert canary not in opens_everything(watched["Chloe"])
    assert canary in press_value(watched, watched["Ana"], "checkin.page", meeting)


def test_an_idea_that_is_kept_for_the_offers_is_nowhere_unless_they_open(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    meets(watched, "that", "Dev")
    ana = watched["Ana"]
    ana.presses("Ask something")
    ana.sends({"Your question": f"You should ring {canary}."})
    assert "for you alone" in ana.reads

    ana.presses("Keep it for the offers")
    while ana.form:
        ana.closes()

    with watched.bot.store.read() as db:
        kinds = set(db.execute(select(store.metadata.tables["replies"].c.kind)).scalars())
    assert "idea" in kinds
    assert canary not in opens_everything(watched["Ben"])
    assert canary not in opens_everything(watched["Chloe"])
    only_in_forms(watched, canary, everything_logged)


def test_what_a_set_says_is_in_forms_of_its_people_alone(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    meeting = meets(watched, canary)
    for name in ("Ana", "Chloe"):
        submit(watched, watched[name], "checkin.ask", meeting, {"asks": f"What of {canary}, {name}?"})
    assert step_of(watched, meeting) == "questions"
    answer = {"answer": f"It was {canary}."}
    submit(watched, watched["Ben"], "checkin.read", f"{meeting}|{in_front(watched, meeting)}", answer)
    leave_time(watched)
    press_value(watched, watched["Ben"], "checkin.enough", meeting)
    submit(watched, watched["Ben"], "checkin.look", meeting, {"looks": f"Now it is {canary}."})
    press_value(watched, watched["Ben"], "checkin.pass", meeting)
    submit(watched, watched["Ana"], "checkin.process", meeting, {"keep": f"More {canary}.", "try": canary})

    assert step_of(watched, meeting) == "process"
    assert canary in opens_everything(watched["Chloe"])
    only_in_forms(watched, canary, everything_logged)


def test_what_somebody_takes_on_is_read_by_them_alone_and_what_they_learnt_too(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    ana = watched["Ana"]
    ana.types("/checkin mine")
    ana.presses("Take something on")
    ana.sends(
        {
            "What will you do?": f"Ring {canary}.",
            "What is the very first step?": f"Find {canary}.",
            "How will you know that it is done?": f"By {canary}.",
            "How sure are you that you will?": "8",
        }
    )
    while ana.form:
        ana.closes()
    watched.move(days=8)
    ana.presses("Say what became of it")
    assert canary in ana.reads

    learnt = "What did you learn, also from what you did not do?"
    ana.sends({"How does it stand? Every answer is a good one.": "Done in part", learnt: f"Much {canary}."})
    while ana.form:
        ana.closes()

    only_in_forms(watched, canary, everything_logged)
    for name in ("Ben", "Chloe"):
        assert canary not in opens_everything(watched[name])


def test_where_the_database_is_gone_nothing_of_a_check_in_is_logged(
    watched: World, canary: str, everything_logged: pytest.LogCaptureFixture
) -> None:
    dev = watched["Dev"]
    checks_in(watched, "that", step="check_in")
    dev.presses("I'm in", HERE)
    comes_back = goes_away(watched)

    outcome = dev.send_only({"How do you arrive, in a few words? Only if you like.": canary})
    comes_back()

    assert "nothing was saved" in outcome.errors["arrival"]
    assert canary not in logged(everything_logged)
    assert canary.encode() not in stored(watched)
