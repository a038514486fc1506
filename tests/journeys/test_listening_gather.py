"""Everybody writes apart, and then it is read together: from the question to the closing card."""

import pytest

from bot.rounds.company.order import shuffled
from tests.journeys.listening_steps import (
    FIVE,
    HERE,
    QUESTION,
    all_write,
    ask_all,
    card,
    closed,
    closing_card,
    counts,
    crowd,
    form_buttons,
    has_listened,
    joins,
    kept_replies,
    kept_rounds,
    more,
    opened,
    opens_box,
    pages,
    posted,
    quiet,
    reading,
    receipt,
    rung,
    takes,
    thread,
    time_is_up,
    words_of,
    writes,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import submit
from tests.world import NAMES, Somebody, World, everything_outgoing

OPEN = "It is open: read what everybody wrote"


def is_open(world: World) -> bool:
    return "Read together" in card(world).buttons


def voices(somebody: Somebody) -> list[str]:
    """Under whose name they read something, in this order, on every page."""
    found = []
    for page in pages(somebody):
        lines = page.split("\n")
        found += [one.name for line in lines for one in somebody.world.everybody if line == one.name]
    put_away(somebody)
    return found


def nothing(somebody: Somebody) -> None:
    """They take nothing along, once their card has come: what time brings waits for working hours."""
    if "Nothing this time" not in somebody.card.buttons:
        somebody.world.move(hours=16)
    somebody.presses("Nothing this time")


def all_have_listened(world: World, *names: str) -> None:
    for name in names:
        has_listened(world[name])


# writing apart


def test_five_write_apart_and_nobody_reads_a_word_before_it_opens(world: World) -> None:
    ask_all(world)
    for place, name in enumerate(FIVE, 1):
        writes(world[name])
        assert counts(world) == (place, place)
        assert not is_open(world)

    outgoing = everything_outgoing(world.slack)
    assert not any(words_of(name) in outgoing for name in FIVE)
    for name in FIVE:
        opens_box(world[name])
        assert [n for n in FIVE if words_of(n) in world[name].reads] == [name]
        put_away(world[name])
    assert rung(world) == {}


def test_an_open_one_can_be_joined_and_written_in_until_its_window_ends(world: World) -> None:
    """Three are at their desks; a carer looks in the evening; nobody was counted before she could know."""
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe")
    assert "Anybody here can join and write until" in card(world).words
    assert "Wednesday 16 September, 5 pm" in card(world).words
    world.move(hours=8, minutes=41)
    assert rung(world) == {}

    assert writes(world["Dev"]).ok
    assert not is_open(world)
    time_is_up(world)
    assert is_open(world)
    world.move(hours=16)

    rang = rung(world)
    assert set(rang) == {"Ana", "Ben", "Chloe", "Dev"}
    assert all(OPEN in posts[0] and len(posts) == 1 for posts in rang.values())
    assert [n for n in rang if words_of(n) not in reading(world["Dev"])] == []


def test_reading_lasts_a_whole_working_day_and_whoever_looks_that_evening_can_still_write(
    world: World,
) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    assert "Thursday 17 September, 5 pm" in card(world).words
    world.move(hours=9, minutes=41)
    assert "One thing you are taking with you?" in card(world).words
    assert writes(world["Esi"]).ok
    assert words_of("Ana") in reading(world["Esi"])

    assert words_of("Esi") in reading(world["Ana"])


def test_whoever_is_too_quick_to_let_it_open_is_told_from_when_it_may_and_for_whom_it_waits(
    world: World, ana: Somebody
) -> None:
    ask_all(world, "@ben @chloe @dev")
    all_write(world, "Ben", "Chloe")
    joins(ana)

    more(ana, "Open it now")

    assert "One of you is still waited for" in ana.reads
    assert "It can go on from" in ana.reads
    assert "Wednesday 16 September, 9:30 am" in ana.reads
    assert not is_open(world)


def test_named_people_read_as_soon_as_all_have_written(world: World) -> None:
    ask_all(world, "@ben @chloe @dev")
    all_write(world, "Ben", "Chloe")
    assert not is_open(world)
    quiet(world)

    writes(world["Dev"], away=False)

    assert is_open(world)
    assert words_of("Ben") in world["Dev"].reads
    assert set(rung(world)) == {"Ben", "Chloe"}


def test_whoever_asked_certain_people_can_write_too_and_is_waited_for(world: World, ana: Somebody) -> None:
    ask_all(world, "@ben @chloe")
    joins(ana)
    all_write(world, "Ben", "Chloe")
    assert not is_open(world)

    writes(ana)

    assert is_open(world)
    assert words_of("Ana") in reading(world["Ben"])


def test_when_one_of_those_named_would_rather_not_the_others_read(world: World) -> None:
    ask_all(world, "@ben @chloe @dev")
    all_write(world, "Ben", "Chloe")

    world["Dev"].presses("Not this time")

    assert is_open(world)
    assert voices(world["Ben"]) in (["Ben", "Chloe"], ["Chloe", "Ben"])


def test_at_the_end_of_the_window_what_is_there_is_read(world: World) -> None:
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe")
    joins(world["Dev"])
    world.move(days=1)
    assert not is_open(world)

    world.move(hours=7)

    assert is_open(world)
    assert sorted(voices(world["Dev"])) == ["Ana", "Ben", "Chloe"]


def test_whoever_looks_after_it_can_open_it_before(world: World, ana: Somebody) -> None:
    ask_all(world)
    all_write(world, "Ben", "Chloe")
    joins(ana)
    world.move(days=1)
    quiet(world)

    more(ana, "Open it now")

    assert words_of("Chloe") in ana.reads
    assert is_open(world)
    assert set(rung(world)) == {"Ben", "Chloe"}
    assert "Ana moved it on." in card(world).words
    assert "Ana moved it on." in world["Ben"].card.words
    assert "Thursday 17 September, 5 pm" in card(world).words


def test_it_takes_two_to_open_it_before(world: World, ana: Somebody) -> None:
    ask_all(world)
    all_write(world, "Ben")
    joins(ana)

    more(ana, "Open it now")

    assert "the words of two people at least" in ana.reads
    assert not is_open(world)


def test_the_order_of_reading_is_the_same_for_all_and_not_that_of_writing(world: World) -> None:
    found = []
    for number in range(3):
        ask_all(world, question=f"Question {number}?")
        all_write(world, *FIVE)
        time_is_up(world)
        orders = [voices(world[name]) for name in FIVE]
        round_ = kept_rounds(world)[-1]
        by_hash = sorted(FIVE, key=lambda name: shuffled(round_.id, "read:1", NAMES[name]))
        assert orders == [by_hash] * 5
        found.append(orders[0])

    assert [list(FIVE)] * 3 != found


def test_seven_are_read_on_two_pages_of_five_voices_at_most(world: World) -> None:
    people = crowd(world, 7)
    opened(world, *[one.name for one in people])

    first, second = pages(people[6])

    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    on_first = [one.name for one in people if words_of(one.name) in first]
    on_second = [one.name for one in people if words_of(one.name) in second]
    assert (len(on_first), len(on_second)) == (5, 2)
    assert sorted(on_first + on_second) == sorted(one.name for one in people)
    assert "I've listened" not in first
    assert "I've listened" in form_buttons(people[6])
    people[6].presses("Page before")
    assert people[6].reads == first


def test_each_voice_stands_under_a_heading(world: World, ben: Somebody) -> None:
    opened(world, *FIVE)

    pages(ben)

    assert ben.form
    headings = [b["text"]["text"] for b in ben.form["blocks"] if b["type"] == "header"]
    assert sorted(headings) == sorted(FIVE)


def test_a_word_of_arriving_stands_above_what_was_written(world: World, ana: Somebody, ben: Somebody) -> None:
    ask_all(world, "check-in")
    writes(ana, arrival="Tired, and glad.")
    all_write(world, "Ben", "Chloe")
    time_is_up(world)

    text = reading(ben)

    assert text.index("Arrives: Tired, and glad.") < text.index(words_of("Ana"))
    assert text.count("Arrives:") == 1


def test_without_it_nobody_is_asked_how_they_arrive(world: World, ana: Somebody) -> None:
    ask_all(world)
    opens_box(ana)

    assert "How I arrive" not in ana.reads


# changing one's mind


def test_what_one_wrote_can_be_changed_until_it_opens(world: World, ana: Somebody) -> None:
    ask_all(world)
    writes(ana, "A first try.")
    opens_box(ana)
    assert "A first try." in ana.reads
    ana.sends({"In your own words": "A second."})
    put_away(ana)
    all_write(world, "Ben", "Chloe")
    time_is_up(world)

    text = reading(world["Ben"])

    assert "A second." in text
    assert "A first try." not in text


def test_what_one_wrote_can_be_deleted_until_it_opens(world: World, ana: Somebody) -> None:
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe")
    opens_box(ana)

    ana.presses("Delete what I wrote")

    assert "What you wrote is deleted." in ana.reads
    assert counts(world) == (3, 2)
    assert ("U0ANA", "answer") not in kept_replies(world)
    world.move(minutes=30)
    assert not is_open(world)


def test_somebody_who_passes_is_not_waited_for(world: World) -> None:
    dev = world["Dev"]
    ask_all(world)
    joins(dev)
    all_write(world, "Ana", "Ben", "Chloe")
    opens_box(dev)

    dev.presses("Not this time")
    time_is_up(world)

    assert "Not this time: that is fine." in dev.reads
    assert is_open(world)
    assert sorted(voices(dev)) == ["Ana", "Ben", "Chloe"]


def test_somebody_who_wrote_and_then_passes_leaves_no_word(world: World, ana: Somebody) -> None:
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe", "Dev")
    opens_box(ana)

    ana.presses("Not this time")
    time_is_up(world)

    assert ("U0ANA", "answer") not in kept_replies(world)
    assert is_open(world)
    assert sorted(voices(ana)) == ["Ben", "Chloe", "Dev"]


def test_somebody_who_passed_can_write_after_all(world: World) -> None:
    dev = world["Dev"]
    ask_all(world)
    joins(dev)
    opens_box(dev)
    dev.presses("Not this time")

    writes(dev)

    assert counts(world) == (1, 1)


def test_an_empty_box_is_not_kept(world: World, ana: Somebody) -> None:
    ask_all(world)

    joins(ana)

    told = submit(world, ana, "listening.write", kept_rounds(world)[0].id, {"answer": "   "})

    assert "There is nothing in the box yet." in told
    assert counts(world) == (1, 0)


def test_late_words_are_welcome_and_the_form_says_that_they_are_read_at_once(world: World) -> None:
    dev = world["Dev"]
    opened(world, "Ana", "Ben", "Chloe")

    opens_box(dev)
    assert "It is open already: those who joined can read this as soon as you save it." in dev.reads
    dev.sends({"In your own words": words_of("Dev")})
    put_away(dev)

    assert words_of("Dev") in reading(world["Ana"])
    assert sorted(voices(dev)) == ["Ana", "Ben", "Chloe", "Dev"]
    assert rung(world) == {}


def test_what_was_read_cannot_be_changed(world: World, ana: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")

    ana.presses("Write after all", HERE)

    assert "This has moved on" in receipt(ana).words
    assert ana.form is None


def test_words_that_come_after_the_close_are_not_taken_and_not_lost(world: World) -> None:
    dev = world["Dev"]
    ask_all(world)
    opens_box(dev)
    all_write(world, "Ana", "Ben", "Chloe")
    world.move(days=9)

    outcome = dev.sends({"In your own words": words_of("Dev")})

    assert "This is over" in outcome.errors["answer"]
    assert words_of("Dev") not in reading(world["Ana"])


def test_a_form_that_was_open_when_it_opened_is_late_words(world: World) -> None:
    dev = world["Dev"]
    ask_all(world)
    opens_box(dev)
    all_write(world, "Ana", "Ben", "Chloe")
    world.move(days=1, hours=8)
    assert is_open(world)

    dev.sends({"In your own words": words_of("Dev")})

    assert words_of("Ana") in dev.reads
    put_away(dev)
    assert words_of("Dev") in reading(world["Ana"])


def test_whoever_has_not_joined_cannot_read(world: World, ana: Somebody) -> None:
    esi = world["Esi"]
    opened(world, "Ana", "Ben", "Chloe")

    esi.presses("Read together", HERE)

    assert words_of("Ana") not in esi.reads
    put_away(esi)
    more(esi)
    assert "You have not joined this one." in esi.reads


def test_somebody_who_steps_out_before_it_opens_takes_their_words_along(world: World, ana: Somebody) -> None:
    dev = world["Dev"]
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe", "Dev")

    more(dev, "Step out")
    time_is_up(world)

    assert "You have stepped out." in dev.reads
    assert ("U0DEV", "answer") not in kept_replies(world)
    assert sorted(voices(ana)) == ["Ana", "Ben", "Chloe"]
    assert "Dev" not in card(world).words
    assert "Dev" not in rung(world)


def test_the_last_one_to_be_waited_for_steps_out_and_it_opens(world: World) -> None:
    dev = world["Dev"]
    ask_all(world)
    joins(dev)
    all_write(world, "Ana", "Ben", "Chloe")

    more(dev, "Step out")
    time_is_up(world)

    assert is_open(world)
    assert counts(world) == (0, 0)


def test_somebody_who_is_gone_from_slack_is_not_waited_for(world: World) -> None:
    ask_all(world, "@ben @chloe @dev")
    all_write(world, "Ben", "Chloe")

    world.slack.deactivate("U0DEV")
    world.settle()
    world.move(days=1)

    assert is_open(world)


def test_somebody_who_stepped_out_can_come_back(world: World) -> None:
    dev = world["Dev"]
    ask_all(world)
    writes(dev)
    more(dev, "Step out")
    put_away(dev)
    assert counts(world) == (0, 0)

    writes(dev, "Once more.")

    assert counts(world) == (1, 1)


# too few, and many


def test_when_nobody_writes_it_asks_once_and_then_ends_quietly(world: World) -> None:
    ask_all(world, "@ben @chloe")
    quiet(world)
    world.move(days=1, hours=8)
    assert "It was still quiet here, so it stays open for longer." in card(world).words
    assert "Is this still a good time?" in world["Ben"].card.words

    world.move(days=3)

    assert "This has ended without coming together." in card(world).words
    assert card(world).buttons == []
    assert not closed(world)
    assert "You can ask it again another day." in world["Ana"].card.words
    before = rung(world)
    world.move(days=40)
    assert set(before) <= {"Ana", "Ben", "Chloe"}
    assert rung(world) == {}


def test_when_nobody_joins_an_open_question_nobody_but_whoever_asked_hears_of_it(world: World) -> None:
    ask_all(world)

    world.move(days=7)

    rang = rung(world)
    assert set(rang) == {"Ana"}
    assert len(rang["Ana"]) == 1
    assert "This has ended without coming together." in rang["Ana"][0]
    assert "This has ended without coming together." in card(world).words


def test_when_only_one_wrote_their_words_stay_theirs_alone(world: World, ben: Somebody) -> None:
    ask_all(world)
    writes(ben)
    quiet(world)

    world.move(days=5)

    assert "This has ended without coming together." in card(world).words
    assert "Nobody else wrote this time. Your words stay yours alone" in ben.card.words
    assert words_of("Ben") not in everything_outgoing(world.slack)
    ben.presses("Read again")
    assert words_of("Ben") in ben.reads
    ben.presses("Take my words back")
    assert ("U0BEN", "answer") not in kept_replies(world)


def test_a_second_one_who_writes_on_the_day_more_is_enough(world: World) -> None:
    ask_all(world)
    writes(world["Ben"])
    world.move(days=1, hours=9)
    assert "stays open for longer" in card(world).words

    writes(world["Chloe"])
    world.move(days=1)

    assert is_open(world)
    assert sorted(voices(world["Ben"])) == ["Ben", "Chloe"]


def test_two_read_at_the_end_of_the_window_and_are_offered_to_go_on_as_two(world: World) -> None:
    ask_all(world)
    all_write(world, "Ben", "Chloe")
    world.move(hours=1)
    assert not is_open(world)

    world.move(days=2)

    assert is_open(world)
    assert "There are two of you. If you like, you could go on as a pair." in reading(world["Ben"])


def test_thirteen_read_in_two_groups_of_like_size(world: World) -> None:
    people = crowd(world, 13)
    opened(world, *[one.name for one in people])

    groups = {one.name: frozenset(voices(one)) for one in people}

    assert all(name in group for name, group in groups.items())
    assert sorted(len(group) for group in set(groups.values())) == [6, 7]
    assert frozenset.union(*set(groups.values())) == {one.name for one in people}
    assert "You read with a part of the group" in reading(people[0])


def test_twelve_read_together(world: World) -> None:
    people = crowd(world, 12)
    opened(world, *[one.name for one in people])

    assert len(voices(people[11])) == 12
    assert "part of the group" not in reading(people[11])


def test_whoever_comes_late_to_a_crowd_reads_with_the_smaller_group(world: World) -> None:
    people = crowd(world, 14)
    opened(world, *[one.name for one in people[:13]])

    writes(people[13])

    together = voices(people[13])
    assert len(together) == 7
    assert set(voices(world[together[0]])) == set(together)


# listening, and the end


def test_all_have_listened_and_it_goes_to_the_last_word(world: World) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    all_have_listened(world, "Ana", "Ben")
    assert is_open(world)
    quiet(world)

    pages(world["Chloe"])
    world["Chloe"].presses("I've listened")

    assert "One thing you are taking with you?" in card(world).words
    assert set(rung(world)) == {"Ana", "Ben"}
    assert "One thing you are taking with you from this." in world["Chloe"].reads


def test_listening_counts_once_and_speakers_see_a_number(world: World, ana: Somebody, ben: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")

    for _ in range(3):
        has_listened(ben)

    assert is_open(world)
    assert "Have read to the end: 1." in reading(ana)
    assert rung(world) == {}


def test_a_day_after_it_opened_it_goes_on_by_itself(world: World) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    has_listened(world["Ana"])

    world.move(hours=6)
    assert is_open(world)
    assert "Write after all" in card(world).buttons
    world.move(hours=2)

    assert "One thing you are taking with you?" in card(world).words


def test_one_thing_somebody_takes_stands_on_the_closing_card_where_they_ticked_it(
    world: World, ana: Somebody
) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    all_have_listened(world, "Ana", "Ben", "Chloe")

    assert takes(ana, "To ask early.").ok
    refused = takes(world["Ben"], "To wait.", shown=False)
    assert "Please tick this" in refused.errors["shown"]
    world["Ben"].sends({"One thing": "", "On the closing card": False})
    assert "It stays with you." in world["Ben"].reads
    assert not closed(world)
    nothing(world["Chloe"])

    assert closed(world)
    told = closing_card(world).words
    assert "What we are taking with us" in told
    assert "To ask early." in told
    assert "To wait." not in everything_outgoing(world.slack)


def test_one_thing_can_be_let_go_again_until_the_close(world: World, ana: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    all_have_listened(world, "Ana", "Ben", "Chloe")
    takes(ana, "To ask early.")

    takes(ana, "", shown=False)
    for name in ("Ben", "Chloe"):
        nothing(world[name])

    assert closed(world)
    assert "To ask early." not in closing_card(world).words
    assert "What we are taking with us" not in closing_card(world).words


def test_the_closing_card_says_what_was_asked_of_whom_and_what_is_kept(
    world: World,
) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    world.move(days=4)

    told = closing_card(world)

    assert "What we listened to" in told.words
    assert QUESTION in told.words
    assert "Offered the floor: Ana, Ben and Chloe." in told.words
    assert "deleted on" in told.words
    assert "unless their author keeps them" in told.words
    assert "Read again" in told.buttons
    assert not any(words_of(name) in told.words for name in FIVE)
    assert "This is closed. Thank you all." in card(world).words
    assert len([m for m in posted(world) if "What we listened to" in m.words]) == 1


def test_what_was_read_can_be_read_again_after_the_close(world: World, ben: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    world.move(days=4)

    ben.presses("Read again", HERE)

    assert words_of("Ana") in ben.reads
    assert "I've listened" not in form_buttons(ben)


# once more


def test_cafe_goes_twice_then_talks_and_closes_with_what_people_take(world: World) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three, options="cafe")
    all_have_listened(world, *three)
    assert "Once more, after hearing everyone" in card(world).words
    quiet(world)

    for name in three:
        writes(world[name], f"{name}, after hearing everyone.")

    assert is_open(world)
    text = reading(world["Ben"])
    assert "Ana, after hearing everyone." in text
    assert words_of("Ana") not in text
    all_have_listened(world, *three)
    assert "Open talk" in card(world).words
    assert "I'm taking" in " ".join(card(world).buttons)
    quiet(world)
    time_is_up(world)
    assert "One thing you are taking with you?" in card(world).words
    takes(world["Ana"], "To ask early.")
    for name in ("Ben", "Chloe"):
        nothing(world[name])
    assert "To ask early." in closing_card(world).words


def test_in_a_cafe_the_second_time_is_no_longer_written_by_who_passes(world: World) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three, options="cafe")
    all_have_listened(world, *three)

    for name in three:
        opens_box(world[name])
        world[name].presses("Not this time")

    assert "One thing you are taking with you?" in card(world).words


def test_council_goes_round_until_everybody_passes(world: World) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three, options="council")
    all_have_listened(world, *three)
    all_write(world, *three)
    all_have_listened(world, *three)
    assert "Once more, after hearing everyone" in card(world).words
    writes(world["Ana"], "Only I have more to say.")
    for name in ("Ben", "Chloe"):
        opens_box(world[name])
        world[name].presses("Not this time")
    assert is_open(world)
    assert voices(world["Ben"]) == ["Ana"]
    all_have_listened(world, *three)

    for name in three:
        opens_box(world[name])
        world[name].presses("Not this time")

    assert "One thing you are taking with you?" in card(world).words
    assert "The group chose quiet." in card(world).words


def test_a_council_in_which_nobody_writes_any_more_comes_to_its_end_by_itself(world: World) -> None:
    opened(world, "Ana", "Ben", "Chloe", options="council")
    all_have_listened(world, "Ana", "Ben", "Chloe")

    world.move(days=10)

    assert closed(world)


def test_another_question_is_asked_when_this_one_was_listened_to(world: World, ana: Somebody) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three)
    more(ana, "Another question next")
    ana.sends({"What shall be asked next?": "What helps?"})
    assert "It is asked when everybody has been offered the floor with this one." in ana.reads
    assert "What helps?" not in card(world).words

    all_have_listened(world, *three)

    assert "What helps?" in card(world).words
    assert "A new question." in card(world).words
    all_write(world, *three)
    assert is_open(world)
    all_have_listened(world, *three)
    world.move(days=3)
    told = closing_card(world).words
    assert told.index(QUESTION) < told.index("What helps?")


def test_the_second_question_of_a_cafe_does_not_count_as_the_second_time(world: World, ana: Somebody) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three, options="cafe")
    more(ana, "Another question next")
    ana.sends({"What shall be asked next?": "What helps?"})
    all_have_listened(world, *three)
    assert "What helps?" in card(world).words
    all_write(world, *three)

    all_have_listened(world, *three)

    assert "Once more, after hearing everyone" in card(world).words


def test_only_whoever_looks_after_it_adds_a_question(world: World, ben: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")

    more(ben)

    assert "Another question next" not in form_buttons(ben)


# in the thread


def test_where_it_is_published_every_form_says_so_above_the_box(world: World, ben: Somebody) -> None:
    ask_all(world, "publish")
    assert "What you write will be posted in this thread, with your name" in card(world).words

    opens_box(ben)

    told = ben.reads
    assert told.index("Then it is posted in the thread, with your name") < told.index("In your own words")


def test_what_is_published_stands_in_the_thread_after_it_opened_and_not_before(world: World) -> None:
    ask_all(world, "publish")
    all_write(world, *FIVE)
    world.move(minutes=9)
    assert thread(world) == []
    assert not any(words_of(name) in everything_outgoing(world.slack) for name in FIVE)

    time_is_up(world)

    told = [m.words for m in thread(world)]
    assert sorted(told) == sorted(f"{name}\n“{words_of(name)}”" for name in FIVE)
    assert [m.words for m in posted(world) if words_of("Ana") in m.words and not m.raw["thread_ts"]] == []
    round_ = kept_rounds(world)[0]
    by_hash = sorted(FIVE, key=lambda name: shuffled(round_.id, "read:1", NAMES[name]))
    assert [m.words.partition("\n")[0] for m in thread(world)] == by_hash


def test_late_words_are_published_too_and_the_form_says_so(world: World) -> None:
    dev = world["Dev"]
    opened(world, "Ana", "Ben", "Chloe", options="publish")

    opens_box(dev)
    assert "posted in the thread, with your name" in dev.reads
    dev.sends({"In your own words": words_of("Dev")})

    assert any(words_of("Dev") in m.words for m in thread(world))


def test_words_that_are_taken_back_go_from_the_thread_too(world: World, ana: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe", options="publish")

    pages(ana)
    ana.presses("Take my words back")

    told = [m.words for m in thread(world)]
    assert "Ana has taken their words back." in told
    assert not any(words_of("Ana") in words for words in told)
    assert any(words_of("Ben") in words for words in told)


def test_a_second_time_is_published_under_the_first(world: World) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three, options="cafe publish")
    all_have_listened(world, *three)
    for name in three:
        writes(world[name], f"{name}, after hearing everyone.")

    told = [m.words for m in thread(world)]
    assert len(told) == 6
    assert [("after hearing" in words) for words in told] == [False] * 3 + [True] * 3


# playing back


def before(world: World, somebody: Somebody) -> Somebody:
    """Whose words come before theirs, in the order of reading."""
    order = voices(somebody)
    return world[order[order.index(somebody.name) - 1]]


def plays_back(world: World, listener: Somebody, words: str, told: str = "") -> Somebody:
    """They play back one thing they heard; from whom."""
    author = before(world, listener)
    pages(listener)
    listener.presses("Play one thing back")
    assert (told or words_of(author.name)) in listener.reads
    listener.sends({f"One thing I heard {author.name} say is …": words})
    put_away(listener)
    return author


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("Yes, that's it", "“Yes, that's it.” You heard them."),
        ("Nearly", "“Nearly.” They may say what was missing."),
        ("Not yet", "“Not yet.” They may say it once more."),
    ],
)
def test_one_thing_heard_is_played_back_and_its_author_says_whether_that_is_it(
    world: World, ben: Somebody, choice: str, told: str
) -> None:
    opened(world, "Ana", "Ben", "Chloe", options="play-back")

    author = plays_back(world, ben, "That you waited long.")

    rang = rung(world)
    assert set(rang) == {author.name}
    assert "Ben has written one thing they heard from you. Is that it?" in rang[author.name][0]
    assert "That you waited long." in reading(author)
    author.presses(choice)
    rang = rung(world)
    assert set(rang) == {"Ben"}
    assert told in rang["Ben"][0]
    text = reading(world["Ana"])
    assert "Ben heard:" in text
    assert f"{author.name}: {choice}" in text


def test_without_it_nobody_is_asked_to_play_back(world: World, ben: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")

    pages(ben)

    assert "Play one thing back" not in form_buttons(ben)


def test_what_was_played_back_goes_when_the_words_are_taken_back(world: World, ben: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe", options="play-back")
    author = plays_back(world, ben, "That you waited long.")

    pages(author)
    author.presses("Take my words back")

    assert ("U0BEN", "heard") not in kept_replies(world)
    assert "That you waited long." not in reading(ben)
    assert "Is that it?" not in author.card.words


def test_in_a_cafe_one_thing_is_played_back_each_time(world: World, ben: Somebody) -> None:
    three = ("Ana", "Ben", "Chloe")
    opened(world, *three, options="cafe play-back")
    first = plays_back(world, ben, "The first time.")
    first.presses("Yes, that's it")
    all_have_listened(world, *three)
    all_write(world, *three)
    quiet(world)

    second = plays_back(world, ben, "The second time.")

    assert set(rung(world)) == {second.name}
    assert "Is that it?" in second.card.words
    assert "The second time." in reading(second)


# what else can happen on the way


def test_while_it_rests_nothing_opens_and_what_is_typed_stays_there(world: World, ana: Somebody) -> None:
    dev = world["Dev"]
    ask_all(world)
    all_write(world, "Ana", "Ben", "Chloe")
    world.move(minutes=4)
    more(world["Ben"], "Pause for all")
    world.move(days=1)
    assert "This is resting for now." in card(world).words
    quiet(world)

    more(ana, "Go on")
    world.move(hours=1)
    assert not is_open(world)
    time_is_up(world)

    assert is_open(world)
    opens_box(dev)
    more(world["Ben"], "Pause for all")
    outcome = dev.sends({"In your own words": words_of("Dev")})
    assert "This is resting for now. Nothing was changed." in outcome.errors["answer"]
    assert dev.form


def test_what_somebody_brings_stands_with_their_words_if_they_allow_it(world: World, ben: Somebody) -> None:
    ask_all(world)
    opens_box(ben)
    ben.presses("What I bring")
    ben.sends({"In my own words": "Nine years a carer", "Who may read my words": True})
    assert ben.form
    ben.sends({"In your own words": words_of("Ben")})
    put_away(ben)
    all_write(world, "Ana", "Chloe")
    time_is_up(world)

    text = reading(world["Ana"])

    assert "Brings: Nine years a carer" in text
    assert text.count("Brings:") == 1


def test_two_who_are_no_pair_are_offered_to_become_one(world: World) -> None:
    ask_all(world)
    all_write(world, "Chloe", "Dev")
    world.move(days=1, hours=8)

    pages(world["Chloe"])
    world["Chloe"].presses("Choose a question")
    world["Chloe"].sends({"What is it for?": "Meeting each other"})
    world["Chloe"].presses("Look at it")
    world["Chloe"].presses("Ask us this")

    assert "There is nobody to ask yet: invite someone first." in world["Chloe"].reads
    assert "Invite someone" in form_buttons(world["Chloe"])


@pytest.mark.parametrize("options", ["play-back", "publish play-back"])
def test_five_long_voices_full_of_signs_can_be_read_on_one_page(world: World, options: str) -> None:
    ask_all(world, f"{options} check-in")
    for name in FIVE:
        writes(world[name], f"{name}: " + "<&>*_~` " * 180, arrival="<&>" * 100)
    time_is_up(world)
    plays_back(world, world["Ben"], "<&>" * 500, told="<&>*_~`")

    text = reading(world["Ana"]).replace("\n", "")

    assert text.count("<&>*_~`") == 5 * 180
    assert text.replace("&lt;&amp;&gt;", "<&>").count("<&>") == 5 * 180 + 500 + 5 * 100
    assert len(thread(world)) == (5 if "publish" in options else 0)


def test_the_same_words_sent_twice_are_kept_once(world: World, ben: Somebody) -> None:
    ask_all(world)
    writes(ben, "The same words.")
    round_id = kept_rounds(world)[0].id

    submit(world, ben, "listening.write", round_id, {"answer": "The same words."})

    assert [kind for author, kind in kept_replies(world) if author == "U0BEN"] == ["answer"]
    assert counts(world) == (1, 1)


def test_the_whole_way_on_every_database(worlds: World) -> None:
    world, three = worlds, ("Ana", "Ben", "Chloe")
    opened(world, *three, options="cafe play-back check-in")
    plays_back(world, world["Ben"], "That you waited long.").presses("Yes, that's it")
    all_have_listened(world, *three)
    all_write(world, *three)
    all_have_listened(world, *three)
    time_is_up(world)
    takes(world["Ana"], "To ask early.")
    pages(world["Chloe"])
    world["Chloe"].presses("Keep my words")
    for name in ("Ben", "Chloe"):
        put_away(world[name])
        nothing(world[name])
    assert "To ask early." in closing_card(world).words

    world.move(days=31)

    assert [author for author, kind in kept_replies(world) if kind == "open"] == ["U0CHLOE"] * 2
    assert reading(world["Ben"]).count(words_of("Chloe")) == 1


def test_whoever_cannot_answer_is_not_waited_for(world: World) -> None:
    ask_all(world, "@ben @chloe @dev")
    world.slack.deactivate("U0BEN")

    all_write(world, "Chloe", "Dev")
    world.move(minutes=1)

    assert is_open(world)


def test_somebody_who_listened_and_stepped_out_has_not_listened_for_another(world: World) -> None:
    opened(world, "Ana", "Ben", "Chloe", "Dev")
    has_listened(world["Ben"])
    more(world["Ben"], "Step out")
    all_have_listened(world, "Ana", "Dev")

    assert is_open(world)
    assert "Write after all" in card(world).buttons
    has_listened(world["Chloe"])
    assert "One thing you are taking with you?" in card(world).words
