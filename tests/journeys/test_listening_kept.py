"""What is kept of people's words, where, for how long; and that nobody reads them for whom they are not."""

import hmac
import json
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.journeys.listening_steps import (
    FIVE,
    HERE,
    all_write,
    ask_all,
    card,
    closed,
    closing_card,
    crowd,
    form_buttons,
    has_listened,
    joins,
    kept_replies,
    kept_rounds,
    more,
    opened,
    pages,
    posted,
    quiet,
    reading,
    rung,
    takes,
    thread,
    time_is_up,
    words_of,
    writes,
)
from tests.journeys.steps import put_away
from tests.world import NAMES, Somebody, World, everything_outgoing

THREE = ("Ana", "Ben", "Chloe")


def closes(world: World) -> None:
    """Nobody does anything more, and it closes by itself."""
    world.move(days=5)
    assert closed(world)
    quiet(world)


def keys(world: World) -> list[str]:
    """Whose keys there are: those of listening rounds alone."""
    with world.bot.store.read() as db:
        rows = db.execute(text("SELECT owner FROM keys WHERE owner LIKE 'round:%' ORDER BY owner"))
        return [row.owner for row in rows]


def written(world: World) -> list[str]:
    """Whose gathered words there are."""
    return [author for author, kind in kept_replies(world) if kind in ("open", "answer")]


# who listened


def test_who_listened_is_kept_as_a_keyed_hash_alone(world: World) -> None:
    opened(world, *THREE)
    has_listened(world["Ben"])

    [round_] = kept_rounds(world)
    [mark] = round_.facts["heard"]["all"]
    assert re.fullmatch("[0-9a-f]{32}", mark)
    about = f"{round_.id}|1|all|U0BEN".encode()
    assert mark != hmac.new(b"", about, "sha256").hexdigest()[:32]
    assert ("U0ANA", "ear") in kept_replies(world)
    assert len(keys(world)) == 1


def test_after_the_close_there_are_only_numbers_and_the_key_is_gone(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    has_listened(world["Ben"])
    has_listened(world["Chloe"])

    closes(world)

    [round_] = kept_rounds(world)
    assert round_.facts["heard"] == {}
    assert round_.facts["counts"] == {"all": 2}
    assert ("U0ANA", "ear") not in kept_replies(world)
    assert keys(world) == []
    ana.presses("Read again", HERE)
    assert "Have read to the end: 2." in ana.reads


@pytest.mark.parametrize("ending", ["taken back", "nobody wrote", "closed by hand"])
def test_however_it_ends_the_key_goes(world: World, ana: Somebody, ending: str) -> None:
    ask_all(world)
    assert len(keys(world)) == 1

    if ending == "taken back":
        ana.presses("Take back", HERE)
    elif ending == "nobody wrote":
        world.move(days=7)
    else:
        joins(ana)
        world.move(days=1)
        more(ana, "Close it")

    assert keys(world) == []
    assert not any(kind == "ear" for _, kind in kept_replies(world))


def test_what_was_kept_for_a_turn_and_how_people_arrived_goes_with_the_close(world: World) -> None:
    ask_all(world, "check-in")
    for name in THREE:
        writes(world[name], arrival=f"{name} arrives.")
    time_is_up(world)
    assert ("U0ANA", "arrived") in kept_replies(world)

    closes(world)

    kinds = {kind for _, kind in kept_replies(world)}
    assert kinds == {"question", "open"}


# thirty days


def test_gathered_words_are_deleted_thirty_days_after_the_close(world: World, ben: Somebody) -> None:
    opened(world, *THREE)
    closes(world)
    world.move(days=25)
    assert written(world) == ["U0ANA", "U0BEN", "U0CHLOE"]
    assert words_of("Ana") in reading(ben)

    world.move(days=5)

    assert kept_replies(world) == [("U0ANA", "question")]
    assert "the words that were gathered are deleted" in card(world).words
    assert card(world).buttons == []
    assert "Read again" not in closing_card(world).buttons
    assert "Read again" not in ben.home
    assert rung(world) == {}


def test_words_whose_author_keeps_them_stay_and_the_others_go(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    pages(ana)
    ana.presses("Keep my words")
    put_away(ana)
    assert "Your words stay for longer than 30 days." in reading(ana)

    closes(world)
    world.move(days=40)

    assert written(world) == ["U0ANA"]
    text_ = reading(world["Ben"])
    assert words_of("Ana") in text_
    assert words_of("Ben") not in text_


def test_words_can_be_kept_after_the_close_too(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    closes(world)
    ana.presses("Read again", HERE)
    ana.presses("Keep my words")

    world.move(days=40)

    assert written(world) == ["U0ANA"]


def test_whoever_kept_their_words_can_let_them_go_within_the_thirty_days(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    pages(ana)
    ana.presses("Keep my words")
    pages(ana)
    ana.presses("Let my words go after 30 days")
    put_away(ana)

    closes(world)
    world.move(days=40)

    assert written(world) == []


def test_whoever_kept_their_words_can_let_them_go_later_and_then_they_are_gone(
    world: World, ana: Somebody
) -> None:
    opened(world, *THREE)
    pages(ana)
    ana.presses("Keep my words")
    put_away(ana)
    closes(world)
    world.move(days=40)

    ana.presses("Read again", HERE)
    ana.presses("Let my words go after 30 days")
    world.move(days=1)

    assert written(world) == []


def test_what_people_take_with_them_stays_on_the_closing_card(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    takes(ana, "To ask early.")
    closes(world)

    world.move(days=40)

    assert "To ask early." in closing_card(world).words
    assert written(world) == []


def test_the_words_of_who_was_the_only_one_go_after_thirty_days(world: World, ben: Somebody) -> None:
    ask_all(world)
    writes(ben)
    world.move(days=7)
    assert written(world) == ["U0BEN"]
    assert "you can read them for 30 days, or delete them" in ben.card.words

    world.move(days=30)

    assert written(world) == []
    assert "Read again" not in ben.card.buttons


# taking words back


def test_words_can_be_taken_back_after_they_were_read(world: World, ana: Somebody, ben: Somebody) -> None:
    opened(world, *THREE)
    assert words_of("Ana") in reading(ben)

    pages(ana)
    ana.presses("Take my words back")

    assert "Your words are deleted." in ana.reads
    assert written(world) == ["U0BEN", "U0CHLOE"]
    text_ = reading(ben)
    assert "Ana has taken their words back." in text_
    assert words_of("Ana") not in text_
    assert rung(world) == {}


def test_words_can_be_taken_back_after_the_close(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    takes(ana, "To ask early.")
    closes(world)

    ana.presses("Read again", HERE)
    ana.presses("Take my words back")

    assert written(world) == ["U0BEN", "U0CHLOE"]
    assert ("U0ANA", "taking") not in kept_replies(world)
    assert "To ask early." not in closing_card(world).words


def test_words_that_were_kept_for_longer_can_be_taken_back(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    pages(ana)
    ana.presses("Keep my words")
    put_away(ana)
    closes(world)
    world.move(days=40)

    ana.presses("Read again", HERE)
    ana.presses("Take my words back")

    assert written(world) == []


def test_who_stepped_out_after_it_opened_still_reads_their_own_words_and_no_others(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    opened(world, *THREE)
    more(ana, "Step out")
    put_away(ana)
    assert words_of("Ana") in reading(ben)

    pages(ana)

    assert words_of("Ana") in ana.reads
    assert words_of("Ben") not in ana.reads
    assert "taken their words back" not in ana.reads
    assert "I've listened" not in form_buttons(ana)
    ana.presses("Take my words back")
    assert written(world) == ["U0BEN", "U0CHLOE"]
    assert "Ana has taken their words back." in reading(ben)


def test_who_stepped_out_before_it_opened_left_no_word(world: World, ana: Somebody) -> None:
    ask_all(world, "check-in")
    for name in FIVE:
        writes(world[name], arrival=f"{name} arrives.")

    more(world["Dev"], "Step out")

    assert not any(author == "U0DEV" for author, _ in kept_replies(world))


def test_what_somebody_had_read_stays_when_its_author_is_gone_from_slack(world: World, ben: Somebody) -> None:
    opened(world, *THREE)

    world.slack.deactivate("U0ANA")
    world.move(minutes=5)

    assert words_of("Ana") in reading(ben)


# for whom they are


def test_words_stand_in_no_request_before_it_opens_and_outside_forms_never(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask_all(world, "check-in play-back")
    for name in FIVE:
        writes(world[name], arrival=f"{name} arrives canary.")
    assert not any(words_of(name) in everything_outgoing(world.slack) for name in FIVE)
    assert "canary" not in everything_outgoing(world.slack)

    time_is_up(world)
    assert not any(words_of(name) in everything_outgoing(world.slack) for name in FIVE)
    for name in FIVE:
        assert words_of("Ana") in reading(world[name])
    pages(world["Ben"])
    world["Ben"].presses("Play one thing back")
    assert world["Ben"].form
    label = next(b["label"]["text"] for b in world["Ben"].form["blocks"] if b["type"] == "input")
    world["Ben"].sends({label: "Heard by a canary."})
    takes(world["Ana"], "A canary that is taken.")
    for name in FIVE:
        reading(world[name])
        assert "canary" not in world[name].home
    world.move(days=50)

    outside = [[c.method, c.args] for c in world.slack.calls if not c.method.startswith("views.")]
    told = json.dumps(outside, ensure_ascii=False, default=str)
    assert not any(words_of(name) in told for name in FIVE)
    assert "Heard by a canary." not in told
    assert "arrives canary" not in told
    assert "A canary that is taken." in told  # its author ticked that it stands on the closing card
    published = json.dumps([c.args for c in world.slack.calls if c.method == "views.publish"], default=str)
    assert not any(words_of(name) in published for name in FIVE)
    assert "Traceback" not in caplog.text
    assert "canary" not in caplog.text
    assert "word for word" not in caplog.text


def test_what_is_published_is_posted_once_in_the_thread_and_not_before_it_opens(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask_all(world, "publish")
    all_write(world, *FIVE)
    assert not any(words_of(name) in everything_outgoing(world.slack) for name in FIVE)

    world.move(days=50)

    posts = [c.args for c in world.slack.calls if c.method == "chat.postMessage"]
    for name in FIVE:
        mine = [args for args in posts if words_of(name) in json.dumps(args, default=str)]
        assert [args["channel"] for args in mine] == [HERE]
        assert mine[0]["thread_ts"] == card(world).raw["ts"]
    assert written(world) == []
    assert len(thread(world)) == 5
    assert "word for word" not in caplog.text


def test_on_the_disk_there_is_not_a_word_to_read(world: World) -> None:
    opened(world, *THREE, options="check-in play-back")
    takes(world["Ana"], "To ask early.")

    folder = Path(world.settings.database_url.removeprefix("sqlite:///")).parent
    held = b"".join(file.read_bytes() for file in folder.glob("alongside.db*"))

    assert b"U0CHLOE" in held
    assert not any(words_of(name).encode() in held for name in THREE)
    assert b"To ask early." not in held
    assert b"How did today land?" not in held


def test_a_crowds_other_group_is_never_sent_to_a_reader(world: World) -> None:
    people = crowd(world, 13)
    opened(world, *[one.name for one in people])
    before = len(world.slack.calls)

    mine = reading(people[0])

    sent = json.dumps([c.args for c in world.slack.calls[before:]], default=str)
    others = [one.name for one in people if words_of(one.name) not in mine]
    assert len(others) in (6, 7)
    assert not any(words_of(name) in sent for name in others)


def test_somebody_who_has_not_joined_is_sent_no_word_whatever_they_press(world: World) -> None:
    esi = world["Esi"]
    opened(world, *THREE)
    before = len(world.slack.calls)

    esi.presses("Read together", HERE)
    more(esi)
    put_away(esi)
    closes(world)
    esi.presses("Read again", HERE)

    sent = json.dumps([c.args for c in world.slack.calls[before:]], default=str)
    assert not any(words_of(name) in sent for name in THREE)
    assert "This is for the people who take part in it." in esi.reads


def test_nobodys_words_wait_at_home(world: World, ana: Somebody) -> None:
    opened(world, *THREE)
    assert words_of("Ben") not in ana.home
    closes(world)

    assert "Read again" in ana.home
    assert "Listening together, in <#C0HOME>" in ana.home
    assert words_of("Ben") not in ana.home
    ana.presses_at_home("Read again")
    assert words_of("Ben") in ana.reads


def test_a_restart_forgets_nothing_and_posts_nothing_twice(world: World) -> None:
    ask_all(world)
    all_write(world, *FIVE)
    world.restart()
    time_is_up(world)
    world.move(hours=16)
    for name in FIVE:
        has_listened(world[name])
    world.restart()
    world.move(days=4)

    assert closed(world)
    assert len(posted(world)) == 2
    assert [len(world[name].rang()) for name in FIVE] == [2, 2, 2, 2, 1]
    assert sorted(written(world)) == sorted(NAMES.values())
