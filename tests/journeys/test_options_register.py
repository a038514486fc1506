"""A channel's register: what was agreed is found again, read whole, and taken along; and who hears of it."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from sqlalchemy import text

from bot.features.options.models import Considered, Reservation, State, Words, Working
from bot.features.options.register import queries as register
from bot.features.options.register.cards.exports import FORMATS, export
from bot.words import ROOT
from tests.journeys.options_records import (
    HERE,
    QUESTION,
    again,
    chooses,
    copies,
    in_channel,
    kept,
    labels,
    opens_record,
    opens_register,
    register_card,
)
from tests.journeys.options_steps import propose, recorded, start, time_runs_out
from tests.journeys.steps import put_away
from tests.journeys.tampering import press, submit
from tests.world import Somebody, World, everything_outgoing

WHOLE: dict[str, Any] = {
    "can_decide": "The words on the letter.",
    "can_influence": "When the letter goes out.",
    "is_fixed": "That there is a letter.",
    "who_decides": "The ward's own meeting.",
    "same": "Nobody likes to wait.",
    "differ": "Whether a call is better.",
    "decision": "We ring before noon.",
    "why": "People plan their lift home.",
    "options": [
        Considered(text="A letter", kept="", by=["Ben"], chosen=False),
        Considered(text="A call before noon", kept="The friendly words", by=["Ana", ""], chosen=True),
    ],
    "contributors": {"lived": 4, "professional": 3, "all": 7},
    "kinds": ["lived", "professional"],
    "levels": {"5": 2, "3": 1, "1": 1},
    "deciders": 6,
    "missing": 1,
    "aside": 1,
    "reservations": [
        Reservation(level="3", text="Not on Sundays, please.", name="Dev"),
        Reservation(level="1", text="I would rather write.", name=""),
    ],
    "absent": "The night shift.",
    "harms": "People who cannot hear well.",
    "stop": "Two complaints in a week.",
    "owner": "Chloe",
    "first_step": "Chloe asks the ward on Monday.",
    "know": "Fewer people wait after four.",
    "skipped": ["gather"],
    "tests": 2,
    "working": [Working(answer="partly", text="It takes long.", name="")],
}


@pytest.fixture
def granted(sqlite_url: str, tmp_path: Path) -> Iterator[World]:
    """A workspace that has allowed the app to send files and to put bookmarks."""
    manifest = yaml.safe_load((ROOT / "app.yml").read_text(encoding="utf-8"))
    manifest["oauth_config"]["scopes"]["bot_optional"] = ["files:write", "bookmarks:write"]
    (tmp_path / "app.yml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    made = World(sqlite_url, manifest=tmp_path / "app.yml")
    made.slack.grant("files:write", "bookmarks:write")
    yield made
    problems = list(made.slack.problems)
    made.close()
    assert problems == []


def titles(somebody: Somebody) -> list[str]:
    """The records on the page in front of them, from the top."""
    assert somebody.form
    lines = [b["text"]["text"] for b in somebody.form["blocks"] if "options.record" in json.dumps(b)]
    return [line.partition("\n")[0].strip("*") for line in lines]


def looks_for(somebody: Somebody, words: str = "", which: str = "All of them") -> list[str]:
    """They search; the records that are found."""
    somebody.sends({"Words to look for": words, "Which ones?": which})
    return titles(somebody)


def files_of(somebody: Somebody) -> list[tuple[str, str]]:
    """(name, text) of the files in their direct message with the app."""
    uploaded = [f for m in somebody.messages() for f in m.raw.get("files") or []]
    messages = somebody.world.slack.conversations[somebody.dm].messages
    data = {file.id: file.data for message in messages for file in message.files}
    return [(file["name"], (data[file["id"]] or b"").decode("utf-8-sig")) for file in uploaded]


def bookmarks(somebody: Somebody) -> list[dict[str, Any]]:
    conversations = somebody.world.slack.state(somebody.id)["conversations"]
    return [mark for one in conversations if one["id"] == HERE for mark in one["bookmarks"]]


# --- opening, paging


def test_before_there_is_anything_the_register_says_how_to_begin(world: World, ana: Somebody) -> None:
    told = opens_register(ana)

    assert "Nothing is written down here yet." in told
    assert labels(ana) == []
    assert in_channel(world, "What was agreed here") == []


def test_a_direct_message_has_no_register(world: World, ana: Somebody) -> None:
    told = press(world, ana, "options.register", ana.dm)

    assert "A channel has what was agreed in it." in told


def test_the_register_lists_the_newest_first_twenty_a_page(world: World, ana: Somebody) -> None:
    for number in range(1, 24):
        kept(world, f"Question {number}?", ago=timedelta(days=30 - number))

    assert "23 are written down here" in opens_register(ana)

    assert titles(ana) == [f"Question {number}?" for number in range(23, 3, -1)]
    assert "Previous" not in labels(ana)
    ana.presses("Next")
    assert titles(ana) == ["Question 3?", "Question 2?", "Question 1?"]
    assert "Next" not in labels(ana)
    chooses(ana, "Question 2?")
    ana.presses("Back")
    assert titles(ana) == ["Question 3?", "Question 2?", "Question 1?"]
    ana.presses("Previous")
    assert titles(ana)[0] == "Question 23?"


def test_another_channels_records_are_not_in_it(world: World, ana: Somebody) -> None:
    kept(world, "Ours?")
    with world.slack.workspace.changing():
        world.slack.conversations["C0STEER"].members.add("U0ALONGSIDE")
    kept(world, "Theirs?", channel="C0STEER")

    opens_register(ana)
    assert titles(ana) == ["Ours?"]
    opens_register(ana, "C0STEER")
    assert titles(ana) == ["Theirs?"]


def test_whoever_has_left_the_channel_opens_nothing_from_the_page_that_still_stands_open(
    world: World, ben: Somebody
) -> None:
    kept(world, **WHOLE)
    opens_register(ben)
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.discard(ben.id)
    world.later(seconds=61)
    before = len(world.slack.calls)

    told = chooses(ben, QUESTION)

    assert "you are not in it just now" in told
    sent = json.dumps([call.args for call in world.slack.calls[before:]], default=str)
    assert "We ring before noon." not in sent


# --- finding


def test_words_are_found_wherever_they_stand_however_they_are_written(world: World, ana: Somebody) -> None:
    kept(world, **WHOLE | {"absent": "ערב טוב 👩🏽‍⚕️"})
    kept(world, "Something else?", decision="We write.")
    opens_register(ana)

    for words in ("NOON", "ring ſundays", "ערב טוב", "👩🏽‍⚕️", "noon would", "Two  complaints", "ｎｏｏｎ"):
        assert looks_for(ana, words) == [QUESTION], words
        assert "Found: 1." in ana.reads


def test_where_nothing_is_found_the_words_stay_in_the_box(world: World, ana: Somebody) -> None:
    kept(world, **WHOLE)
    opens_register(ana)

    assert looks_for(ana, "midnight | tea", "Agreed") == []

    assert "Nothing here is like that." in ana.reads
    assert "midnight | tea" in ana.reads
    assert looks_for(ana) == [QUESTION]


def test_a_search_is_still_there_after_reading_one_of_what_it_found(world: World, ana: Somebody) -> None:
    kept(world, **WHOLE)
    kept(world, "Something else?")
    opens_register(ana)
    looks_for(ana, "before noon")

    chooses(ana, QUESTION)
    ana.presses("History")
    ana.presses("Back")
    ana.presses("Back")

    assert titles(ana) == [QUESTION]
    assert "before noon" in ana.reads


def test_it_can_be_narrowed_to_a_state_and_to_what_is_due(world: World, ana: Somebody) -> None:
    kept(world, "Agreed?", review_at=world.clock() + timedelta(days=9))
    kept(world, "Tried?", state=State.TRY, review_at=world.clock() - timedelta(days=1))
    kept(world, "Ended?", state=State.ENDED, review_at=world.clock() - timedelta(days=1))

    assert "One of them is to be looked at again." in opens_register(ana)
    assert looks_for(ana, which="To be looked at again") == ["Tried?"]
    assert ana.form
    offered = next(b for b in ana.form["blocks"] if b["block_id"] == "state")["element"]["options"]
    for number, found in ((2, ["Agreed?"]), (4, ["Tried?"]), (8, ["Ended?"]), (5, [])):
        assert looks_for(ana, which=offered[number]["text"]["text"]) == found
    world.move(days=10)
    assert "2 of them are to be looked at again." in opens_register(ana)


def bold(somebody: Somebody) -> list[str]:
    """The words that stand out in what somebody else wrote."""
    assert somebody.form
    texts = [b["elements"] for b in somebody.form["blocks"] if b["type"] == "rich_text"]
    return [one["text"] for parts in texts for part in parts for one in part["elements"] if "style" in one]


def quoted(somebody: Somebody) -> list[str]:
    """What somebody else wrote, line by line, as it is read."""
    assert somebody.form
    texts = [b["elements"] for b in somebody.form["blocks"] if b["type"] == "rich_text"]
    lines = ["".join(one["text"] for one in part["elements"]) for parts in texts for part in parts]
    return [line.strip("\u2068\u2069") for line in lines]


def test_the_list_says_what_was_decided_by_whom_it_is_seen_to_and_what_came_of_it(
    world: World, ana: Somebody
) -> None:
    whole = WHOLE | {"decision": "\nWe ring before noon.\nOn Sundays at ten."}
    kept(world, ago=timedelta(days=1), **whole)
    kept(world, "And letters?", state=State.NOT_AGREED, decision="We write by hand.")

    told = opens_register(ana)

    assert quoted(ana) == ["What was put to the test", "We write by hand.", "We ring before noon."]
    assert "Who sees to it: Chloe" in told
    assert "Agreed, " in told
    assert bold(ana) == []


def test_the_words_that_are_found_stand_out_where_they_stand(world: World, ana: Somebody) -> None:
    why = "Far too long to be seen. " * 9 + "Lifts are planned *early*, says <@U0BEN>."
    kept(world, **WHOLE | {"why": why})
    opens_register(ana)

    assert looks_for(ana, "rings NOON planning") == [QUESTION]

    assert bold(ana) == ["ring", "noon", "planned"]
    [decision, where, line] = quoted(ana)
    assert (decision, where) == ("We ring before noon.", "Why")
    assert line == "… Far too long to be seen. Lifts are planned *early*, says <@U0BEN>."


def test_words_are_found_by_their_stems_as_a_phrase_and_without_others(world: World, ana: Somebody) -> None:
    for question, decision in (
        ("Calls?", "We’re ringing at noon."),
        ("Bells?", "Noon is rung; ring at noon."),
    ):
        kept(world, question, decision=decision)
    opens_register(ana)

    assert looks_for(ana, "were rings") == ["Calls?"]
    assert looks_for(ana, "“ring at noon”") == ["Bells?"]
    assert looks_for(ana, "noon -rung") == ["Calls?"]
    assert looks_for(ana, "-noon") == []


def test_a_wrong_letter_finds_what_is_written_nearly_so_and_says_that_it_did(
    world: World, ana: Somebody
) -> None:
    kept(world, **WHOLE)
    opens_register(ana)

    assert looks_for(ana, "sudnays") == [QUESTION]

    assert "Nothing is written just like that. Found, written nearly so: 1." in ana.reads
    assert looks_for(ana, "Sundays") == [QUESTION]
    assert "Found: 1." in ana.reads


def test_the_best_comes_first_and_the_next_page_goes_on_from_there(world: World, ana: Somebody) -> None:
    kept(world, "Where do carers park?", ago=timedelta(days=90))
    kept(world, "Noon?", why="A car came.", ago=timedelta(days=60))
    for number in range(20):
        kept(world, f"Carers {number}?", ago=timedelta(days=30 - number))
    opens_register(ana)

    assert looks_for(ana, "car")[:2] == ["Noon?", "Carers 19?"]

    ana.presses("Next")
    assert titles(ana) == ["Carers 0?", "Where do carers park?"]
    assert "Found: 22." in ana.reads


def test_it_can_be_narrowed_to_what_somebody_sees_to(world: World, ana: Somebody, ben: Somebody) -> None:
    kept(world, "Mine?", owner_id=ana.id, decision="Noon.", ago=timedelta(days=2))
    kept(world, "Yours?", owner_id=ben.id, decision="Noon.", ago=timedelta(days=1))
    kept(world, "Nobody's?", decision="Noon.")
    opens_register(ana)

    assert looks_for(ana, "noon", "What I see to") == ["Mine?"]
    assert looks_for(ana, which="What I see to") == ["Mine?"]
    ana.sends({"Words to look for": "noon", "Which ones?": "All of them", "Whoever sees to it": "Ben"})
    assert titles(ana) == ["Yours?"]
    chooses(ana, "Yours?")
    ana.presses("Back")
    assert titles(ana) == ["Yours?"]
    assert looks_for(ana, which="What I see to") == []
    ana.sends({"Words to look for": "", "Which ones?": "All of them", "Whoever sees to it": ""})
    assert titles(ana) == ["Nobody's?", "Yours?", "Mine?"]


def test_it_can_be_narrowed_to_a_year_of_the_readers_own(world: World, ana: Somebody) -> None:
    kept(world, "This year?")
    opens_register(ana)
    assert "From which year?" not in ana.reads
    begins = datetime(world.clock().year, 1, 1, tzinfo=UTC)
    kept(world, "New Year's Eve?", ago=world.clock() - begins + timedelta(hours=20))
    opens_register(ana)

    ana.sends({"From which year?": str(begins.year - 1)})
    assert titles(ana) == ["New Year's Eve?"]
    ana.sends({"From which year?": str(begins.year), "Words to look for": "year"})
    assert titles(ana) == ["This year?"]


def test_whoever_has_left_the_channel_reads_no_word_of_a_record_again(world: World, ben: Somebody) -> None:
    kept(world, **WHOLE)
    opens_record(ben)
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.discard(ben.id)
    world.later(seconds=61)

    ben.presses("History")

    assert "you are not in it just now" in ben.reads
    assert "We ring before noon." not in ben.reads


# --- reading one


def test_a_record_is_read_whole_the_decision_first(world: World, ana: Somebody) -> None:
    kept(world, by=("Ana", "Ben"), review_at=world.clock() + timedelta(days=56), **WHOLE)

    told = opens_record(ana)

    parts = [QUESTION, "Agreed", *(str(WHOLE[name]) for name in ("decision", "why", "first_step"))]
    parts += ["Chloe", *(str(WHOLE[name]) for name in ("know", "harms", "stop")), "To be looked at again:"]
    parts += [str(WHOLE[name]) for name in ("can_decide", "can_influence", "is_fixed", "who_decides")]
    parts += ["Nobody likes to wait.", "Whether a call is better.", "From Ben", "A letter"]
    parts += ["from Ana, a member", "A call before noon", "The friendly words"]
    parts += ["I'm fully behind this: 2", "I can live with it; please note my reservation: 1"]
    parts += ["Dev – I can live with it; please note my reservation", "Not on Sundays, please."]
    parts += [
        "a member – I disagree, and I won't stand in the way; please record it",
        "I would rather write.",
    ]
    parts += ["It takes long.", "The night shift."]
    at = 0
    for part in parts:
        at = told.find(part, at)
        assert at >= 0, part
    assert "more than this page has room for" not in told
    assert labels(ana)[:3] == ["Back", "History", "Where it happened"]


def test_where_nothing_was_agreed_the_page_does_not_say_that_it_was(world: World, ana: Somebody) -> None:
    kept(world, state=State.NOT_AGREED, decision="We ring before noon.")

    told = opens_record(ana)

    assert "*Not agreed*" in told
    assert "What was put to the test\nWe ring before noon." in told


def test_a_record_from_before_is_read_and_copied_though_it_lacks_what_was_added_since(
    world: World, ana: Somebody
) -> None:
    made = kept(world, "An old question?", decision="We ring before noon.")
    old = {key: said for key, said in made.words.items() if key not in ("why_now", "heard", "tested")}
    with world.bot.store.begin() as db:
        register.keep(db, replace(made, version=2, words=cast(Words, old)), world.clock())

    assert "We ring before noon." in opens_record(ana, "An old question?")
    ana.presses("History")
    assert "Version 2" in ana.reads
    with world.bot.store.read() as db:
        [versions] = register.records.everything(db, made.team, HERE)
    for fmt in FORMATS:
        assert export([versions], fmt, channel_name="home", now=world.clock())


def test_where_it_happened_leads_to_the_card_in_the_channel(world: World, ana: Somebody) -> None:
    made = kept(world, by=("Ana", "Ben"), **WHOLE)

    opens_record(ana)

    assert ana.form
    [link] = [e["url"] for b in ana.form["blocks"] for e in b.get("elements", []) if "url" in e]
    with world.bot.store.read() as db:
        query = text("SELECT ts FROM cards WHERE round_id = :id AND key = 'channel'")
        ts = db.execute(query, {"id": made.round_id}).scalar_one()
    assert link.endswith(f"/{HERE}/p{ts.replace('.', '')}")
    assert ana.presses("Where it happened").ok


def test_without_its_matter_or_where_slack_does_not_say_there_is_no_such_link(
    world: World, ana: Somebody
) -> None:
    kept(world, **WHOLE)

    opens_record(ana)

    assert labels(ana) == ["Back", "History"]


def test_an_agreement_whose_owner_has_gone_says_so_on_top(world: World, ana: Somebody) -> None:
    kept(world, by=("Ana", "Chloe"), owner_id="U0CHLOE", **WHOLE)
    assert "needs somebody to see to it" not in opens_record(ana)

    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.discard("U0CHLOE")
    world.later(seconds=61)

    told = opens_record(ana)
    assert told.splitlines()[1] == "*This needs somebody to see to it.* Chloe is not here any more."


# --- what changed


def test_the_history_shows_what_changed_why_and_by_whom(world: World, ana: Somebody) -> None:
    first = kept(world, by=("Ana", "Ben"), **WHOLE)
    world.move(days=1)
    second = again(
        world, first, "corrected", "It said the wrong day.", "Ben", first_step="Chloe asks on Tuesday."
    )
    world.move(days=1)
    options = [Considered(text="A call before ten", kept="", by=[""], chosen=True)]
    again(world, second, "ended", "It is done.", state=State.ENDED, options=options, why="")

    opens_record(ana)
    ana.presses("History")

    told = ana.reads
    assert told.index("Version 3") < told.index("It is done.") < told.index("Version 2")
    assert told.index("Version 2") < told.index("It said the wrong day.") < told.index("Version 1")
    assert "by Ben" in told
    newest, _, older = told.partition("Version 2")
    assert "A call before noon" in newest
    assert newest.index("A call before noon") < newest.index("A call before ten")
    assert "It was: Agreed." in newest
    assert "– taken out" in newest
    assert "Chloe asks" not in newest
    assert older.index("Chloe asks the ward on Monday.") < older.index("Chloe asks on Tuesday.")
    assert "We ring before noon." not in told
    ana.presses("Back")
    assert "A call before ten" in ana.reads


# --- minority notes


def test_a_minority_note_is_its_writers_to_write_change_and_take_away(world: World, ben: Somebody) -> None:
    kept(world, by=("Ana", "Ben"), **WHOLE)
    opens_record(ben)

    ben.presses("My note")
    ben.sends({"What should stand beside this?": "  I still think noon is late. "})
    ben.presses("Back")
    assert "From a member\nI still think noon is late." in ben.reads

    ben.presses("My note")
    assert "I still think noon is late." in ben.reads
    ben.sends({"What should stand beside this?": "Ten would be kinder.", "Your name": True})
    told = opens_record(world["Dev"])
    assert "From Ben\nTen would be kinder." in told
    assert "noon is late" not in told
    assert "My note" not in labels(world["Dev"])

    ben.presses("Back")
    ben.presses("My note")
    ben.presses("Take it away")
    assert "Your note is gone." in ben.reads
    assert "Ten would be kinder." not in opens_record(ben)


def test_a_note_that_is_empty_or_too_long_is_answered_under_its_box(world: World, ben: Somebody) -> None:
    made = kept(world, by=("Ana", "Ben"), **WHOLE)

    for typed, told in ((" \n ", "There is nothing in the box yet."), ("&" * 1501, "1500 characters")):
        assert told in submit(world, ben, "options.note", f"{HERE}|{made.id}", {"note": typed})

    assert "Minority notes" not in opens_record(ben)


def test_a_note_travels_with_every_version_every_view_and_every_copy(granted: World) -> None:
    world, ana, ben = granted, granted["Ana"], granted["Ben"]
    hard = '=1+1 "quoted"\n<b>|</b> `x` שלום 👩🏽‍⚕️'
    first = kept(world, by=("Ana", "Ben"), **WHOLE)
    opens_record(ben)
    ben.presses("My note")
    ben.sends({"What should stand beside this?": hard})
    again(world, first, "amended", "Ten is kinder.", decision="We ring before ten.")

    assert hard in opens_record(ana)
    opens_register(ana)
    assert looks_for(ana, "1+1 שלום") == [QUESTION]
    for fmt in ("Markdown", "CSV", "JSON"):
        copies(ana, fmt)
    markdown, table, data = (held for _, held in files_of(ana))
    assert any(hard in cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row)
    assert [note["text"] for note in json.loads(data)["records"][0]["notes"]] == [hard]
    assert "שלום 👩🏽‍⚕️" in markdown
    assert "U0BEN" not in markdown + table + data


# --- copies


FILES = {"A page": "html", "Markdown": "md", "CSV": "csv", "JSON": "json", "Calendar": "ics"}


def test_a_copy_comes_to_whoever_asked_and_the_channel_is_told(granted: World) -> None:
    dev = granted["Dev"]
    kept(granted, **WHOLE, review_at=granted.clock() + timedelta(weeks=8))

    for fmt in FILES:
        assert "The copy is in your direct message with me." in copies(dev, fmt)

    names = [name.rpartition(".")[2] for name, _ in files_of(dev)]
    assert names == [*FILES.values()]
    assert all("I would rather write" in held for name, held in files_of(dev) if not name.endswith(".ics"))
    told = [message.text for message in in_channel(granted, "a copy")]
    assert told == [f"Dev has a copy of the register now ({fmt})." for fmt in FILES]
    assert all(files_of(granted[name]) == [] for name in ("Ana", "Ben"))
    assert not any(m.raw.get("files") for m in granted["Ana"].messages(HERE))


def test_a_calendar_brings_the_days_on_which_something_is_looked_at_again(granted: World) -> None:
    ana = granted["Ana"]
    kept(granted, "Who rings?")
    assert "nothing for a calendar" in copies(ana, "Calendar")
    day = granted.clock() + timedelta(weeks=8)
    kept(granted, **WHOLE, review_at=day)

    copies(ana, "Calendar")

    [(_, held)] = files_of(ana)
    assert held.count("BEGIN:VEVENT") == 1
    assert f"DTSTART:{day.astimezone(UTC):%Y%m%dT%H%M%SZ}" in held
    assert len(in_channel(granted, "a copy")) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", "file_uploads_disabled"),
        ("files.getUploadURLExternal", "drop_before"),
        ("files.completeUploadExternal", "restricted_action"),
    ],
)
def test_of_a_copy_that_did_not_come_nobody_is_told_and_of_the_next_one_they_are(
    granted: World, method: str, fault: str
) -> None:
    dev = granted["Dev"]
    kept(granted, **WHOLE)
    granted.slack.faults.next(method, fault)

    told = copies(dev, "CSV")

    assert ("has not allowed me" if "drop" not in fault else "did not take the file") in told
    assert files_of(dev) == []
    granted.move(minutes=10)
    assert in_channel(granted, "a copy") == []
    copies(dev, "CSV")
    assert len(files_of(dev)) == len(in_channel(granted, "Dev has a copy")) == 1


@pytest.mark.parametrize(("fault", "came"), [("drop_after", 1), ("500", 0)])
def test_of_a_copy_that_may_have_come_the_channel_reads_just_that(
    granted: World, fault: str, came: int
) -> None:
    dev = granted["Dev"]
    kept(granted, **WHOLE)
    granted.slack.faults.next("files.completeUploadExternal", fault)

    told = copies(dev, "CSV")

    assert "did not say whether it took the file" in told
    assert len(files_of(dev)) == came
    assert in_channel(granted, "a copy") == []
    granted.move(minutes=10)
    expected = "Dev asked for a copy of the register (CSV). It is not known whether it came."
    assert [m.text for m in in_channel(granted, "a copy")] == [expected]
    granted.move(days=1)
    assert len(in_channel(granted, "a copy")) == 1


def test_each_copy_is_told_once_whatever_comes_after_it(granted: World) -> None:
    kept(granted, **WHOLE)
    for name in ("Ana", "Dev", "Ana"):
        copies(granted[name], "JSON")
    kept(granted, "Something else?")

    told = [m.text.split()[0] for m in in_channel(granted, "has a copy")]

    assert told == ["Ana", "Dev", "Ana"]


def test_a_copy_of_another_kind_or_of_nothing_is_refused_and_nobody_is_told(granted: World) -> None:
    dev = granted["Dev"]

    assert "nothing to copy" in press(granted, dev, "options.export", f"{HERE}|csv")
    kept(granted, **WHOLE)
    assert "This is not here any more." in press(granted, dev, "options.export", f"{HERE}|exe")

    assert files_of(dev) == []
    assert in_channel(granted, "a copy") == []


def test_where_files_are_not_allowed_none_is_offered_and_it_says_what_is_missing(
    world: World, ana: Somebody
) -> None:
    kept(world, **WHOLE)

    told = opens_register(ana)

    assert "has not allowed me to send files" in told
    assert "`alongside export`" in told
    assert ana.form
    assert "options.export" not in json.dumps(ana.form)


def test_on_a_page_from_before_it_says_the_same_and_nobody_in_the_channel_reads_of_it(
    world: World, ana: Somebody
) -> None:
    kept(world, **WHOLE)

    told = press(world, ana, "options.export", f"{HERE}|csv")

    assert "has not allowed me to send files" in told
    assert files_of(ana) == []
    world.move(minutes=10)
    assert in_channel(world, "a copy") == []


# --- the card in the channel, and the way to it


def test_the_card_has_the_newest_ten_titles_with_their_states_and_stays_where_it_is(
    world: World, ana: Somebody
) -> None:
    made = [kept(world, f"Question {number}?") for number in range(1, 12)]
    first = register_card(world)
    ts, posts = first.raw["ts"], [c for c in world.slack.calls if c.method == "chat.postMessage"]

    again(world, made[4], "ended", "It is done.", state=State.ENDED)

    card = register_card(world)
    lines = [line for line in card.words.splitlines() if line.startswith("•")]
    numbers = [int(line.split()[2].rstrip("?")) for line in lines]
    assert numbers == [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]
    assert "Agreed" in lines[1]
    assert "Agreed" not in lines[0]
    assert card.raw["ts"] == ts
    assert len([c for c in world.slack.calls if c.method == "chat.postMessage"]) == len(posts)
    ana.presses("Open the register", HERE)
    assert "11 are written down here" in ana.reads


def test_a_corrected_question_stands_on_the_card_as_it_is_now(worlds: World) -> None:
    made = kept(worlds)

    again(worlds, made, "corrected", "", question="When may people go home?")

    assert "When may people go home?" in register_card(worlds).words
    assert QUESTION not in register_card(worlds).words


def test_a_bookmark_leads_to_the_card_and_is_put_once(granted: World) -> None:
    kept(granted, **WHOLE)
    ana, ben = granted["Ana"], granted["Ben"]
    opens_register(ben)

    opens_register(ana)
    ana.presses("Put a bookmark in the channel")

    assert "The bookmark stands at the top of the channel." in ana.reads
    [mark] = bookmarks(ana)
    assert mark["title"] == "What was agreed here"
    assert mark["link"].endswith(f"/{HERE}/p{register_card(granted).raw['ts'].replace('.', '')}")
    ben.presses("Put a bookmark in the channel")
    assert "There is a bookmark already" in ben.reads
    assert len(bookmarks(ana)) == 1
    opens_register(ana)
    assert "Put a bookmark in the channel" not in labels(ana)


def test_where_bookmarks_are_not_allowed_it_says_so_and_it_can_be_tried_again(
    world: World, ana: Somebody
) -> None:
    kept(world, **WHOLE)
    opens_register(ana)

    for _ in range(2):
        ana.presses("Put a bookmark in the channel")
        assert "has not allowed me to put bookmarks" in ana.reads
        ana.presses("Back")

    assert bookmarks(ana) == []


# --- whatever people write


def to_its_end(somebody: Somebody) -> str:
    """The open page, part by part."""
    read = somebody.reads
    while "More" in labels(somebody):
        somebody.presses("More")
        read += somebody.reads
    return read


WORST = {
    "ampersands": "&" * 1500,
    "markup": "<!channel> <@U0BEN> *b* _i_ ~s~ `c` <http://x|y> {name} {} %s | || :smile:",
    "emoji": "👩‍⚕️👨‍👩‍👧‍👦" * 80,
    "turned lines": "\u202eabc\u2066 שלום\n" * 100,
}


@pytest.mark.parametrize("worst", WORST.values(), ids=WORST)
def test_whatever_people_write_is_read_and_nothing_in_it_comes_alive(
    world: World, ana: Somebody, worst: str
) -> None:
    """The stand-in refuses what Slack would, and the world fails with it."""
    fields = {name: worst for name, value in WHOLE.items() if isinstance(value, str)}
    options = [Considered(text=worst, kept=worst, by=[worst, ""], chosen=n == 1) for n in range(30)]
    reservations = [Reservation(level="3", text=worst, name=worst[:80]) for _ in range(25)]
    whole = WHOLE | fields | {"options": options, "reservations": reservations}
    made = kept(world, worst[:500], by=("Ana", "Ben"), **whole)
    again(world, made, "amended", worst, worst, decision=worst + "x", options=options[1:])

    opens_register(ana)
    looks_for(ana, worst[:100])
    assert ana.form
    [line] = [b for b in ana.form["blocks"] if "options.record" in json.dumps(b)]
    ana.world.slack.press(ana.id, view=ana.form["id"], action_id="options.record", block_id=line["block_id"])
    world.settle()
    assert "A copy has everything." in to_its_end(ana)
    ana.presses("History")
    assert "Version 2" in to_its_end(ana)
    put_away(ana)
    assert "<!channel>" not in register_card(world).words
    assert "<@U0BEN>" not in register_card(world).text


def test_no_word_of_a_record_is_in_a_message_but_its_title(world: World, ana: Somebody) -> None:
    kept(world, **WHOLE)
    opens_record(ana)
    put_away(ana)

    outside = [[c.method, c.args] for c in world.slack.calls if not c.method.startswith("views.")]

    told = json.dumps(outside, ensure_ascii=False, default=str)
    assert QUESTION in told
    assert "I would rather write." not in told
    assert "I would rather write." in everything_outgoing(world.slack)


def test_a_copy_does_not_say_either_that_it_was_agreed_where_it_was_not(granted: World) -> None:
    kept(granted, state=State.NOT_AGREED, decision="We ring before noon.")

    copies(granted["Ana"], "Markdown")

    [(_, held)] = files_of(granted["Ana"])
    above = held.partition("We ring before noon")[0].rstrip("\n> “")
    assert "What was agreed" not in above.splitlines()[-1]


# --- what is under way


def test_what_is_under_way_stands_above_what_was_agreed(world: World, chloe: Somebody) -> None:
    propose(world)
    world.move(minutes=1)
    start(world, question="Who rings the pharmacy?")

    chloe.types("/options", HERE)

    way = chloe.reads.partition("Under way")[2].partition("Words to look for")[0]
    assert "When do we ring people at home?\nAnswering apart. Until" in way
    assert "Who rings the pharmacy?\nWhat we see the same way, and where we differ. Until" in way
    assert way.count("Waited for: 2.") == 2
    chloe.presses("Look")
    assert "Who rings the pharmacy?" in chloe.reads


def test_what_is_agreed_is_not_under_way_until_it_is_looked_at_again(world: World, chloe: Somebody) -> None:
    recorded(world)
    chloe.types("/options", HERE)
    assert "Under way" not in chloe.reads
    put_away(chloe)
    time_runs_out(world)

    chloe.types("/options", HERE)

    assert "Is it still working?" in chloe.reads.partition("Under way")[2]
