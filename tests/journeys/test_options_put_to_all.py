"""What no hand alone can do: black out what others wrote, seal a record, make it public, let somebody go."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.features.options.models import DECIDES, State
from bot.features.options.register import listeners as register_listeners
from bot.features.options.register.queries import records
from tests.journeys.options_steps import (
    BEHIND,
    HERE,
    LIVED,
    PROFESSIONAL,
    PROPOSAL,
    QUESTION,
    amends,
    answer,
    answers,
    became,
    card,
    corrects,
    form_buttons,
    go_on,
    history,
    idea,
    log,
    matter,
    merges,
    more,
    on_record,
    propose,
    quiet,
    record,
    recorded,
    rung,
    says,
    says_missing,
    sends,
    start,
    table,
    time_runs_out,
    to_build,
    to_review,
    write_down,
)
from tests.journeys.steps import put_away
from tests.world import NAMES, TEAM, Somebody, World, everything_outgoing

PATIENT = "Mrs Adisa"
BLACK = "█████"


def agreed_with_her_name_beside(world: World, proposal: str = PROPOSAL) -> None:
    """It is agreed, and what Ana signed beside it names somebody."""
    propose(world, proposal=proposal)
    noted = "I can live with it; please note my reservation"
    answer(world["Ana"], noted, f"{PATIENT} would mind.", named=True)
    answer(world["Ben"], BEHIND)
    time_runs_out(world)
    quiet(world)


def unnames(somebody: Somebody, words: str = PATIENT) -> str:
    """They ask for it on the record's page; what they are told."""
    on_record(somebody, "Please unname")
    return _what_is_said(somebody, words)


def unnames_on_table(somebody: Somebody, words: str = PATIENT) -> str:
    """They ask for it where there is no record yet; what they are told."""
    table(somebody)
    somebody.presses("Please unname")
    return _what_is_said(somebody, words)


def _what_is_said(somebody: Somebody, words: str) -> str:
    outcome = sends(somebody, {"Which words?": words})
    read = somebody.reads if outcome.ok else str(outcome.errors)
    put_away(somebody)
    return read


def seals(somebody: Somebody, why: str = "It was about one person.") -> None:
    on_record(somebody, "Take it out for good")
    outcome = sends(somebody, {"Why should it go?": why})
    assert outcome.ok, outcome
    put_away(somebody)


def publishes(somebody: Somebody) -> str:
    """What they read before they put it to all."""
    on_record(somebody, "Let others read it")
    read = somebody.reads
    outcome = sends(somebody, {"Why would you let others read it?": "Others ask how we do it."})
    assert outcome.ok, outcome
    put_away(somebody)
    return read


def lets_go(somebody: Somebody, name: str) -> str:
    more(somebody, "Let somebody go")
    outcome = sends(
        somebody, {"Who would no longer decide?": name, "Why? They can read this.": "They moved away."}
    )
    read = somebody.reads if outcome.ok else str(outcome.errors)
    put_away(somebody)
    return read


def deciding(world: World) -> list[str]:
    return sorted(seat.name for seat in matter(world).present if seat.step in DECIDES)


def kept(world: World) -> str:
    """Every version of the record and every note, as they are kept."""
    with world.bot.store.read() as db:
        found = records.everything(db, TEAM, HERE)
    told = [[one.words, [note.text for note in one.notes]] for versions in found for one in versions]
    return json.dumps(told, ensure_ascii=False)


def standing(world: World) -> str:
    """All that stands in Slack for anybody."""
    shown = [m.words for name in NAMES for m in (*world[name].messages(HERE), *world[name].messages())]
    return "\n".join(shown)


# --- a passage is blacked out


def test_a_patients_name_in_what_was_agreed_is_blacked_out_where_enough_say_so(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, proposal=f"We ring {PATIENT} before noon.", question=f"When do we ring {PATIENT}?")
    corrects(ana, "What stood empty.", know=f"{PATIENT.upper()} says so.")

    assert "those who decide are asked" in unnames(ben)
    assert PATIENT in kept(world)  # until then it stays as it is
    assert set(rung(world)) == {"Ana"}
    says(ana)

    for read in (kept(world), standing(world), record(ben), history(ana)):
        assert PATIENT.lower() not in read.lower()
    assert f"We ring {BLACK} before noon." in record(ben)
    assert "Those who decide had a passage blacked out" in record(world["Dev"])
    assert f"When do we ring {BLACK}?" in history(ben)
    assert matter(world).facts["version"] == 2  # no version more, and none less


def test_where_somebody_says_no_every_word_stands_and_the_card_says_so(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, proposal=f"We ring {PATIENT}.")

    unnames(ben)
    says(ana, "No", "Then nobody knows whom.")

    assert f"We ring {PATIENT}." in record(ben)
    assert "To black a passage out was put to all: 1 of 2 said yes, 1 said no." in card(world).words
    assert "blacked out" not in record(ben)


def test_what_is_put_to_all_can_be_read_in_the_form_and_stands_in_no_message(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, record={"why": f"{PATIENT} asked for it."})
    before = len(world.slack.calls)

    unnames(ben)
    ana.presses("Say yes or no", HERE)

    assert PATIENT in ana.reads
    sent = [call for call in world.slack.calls[before:] if call.method.startswith("chat.")]
    assert sent
    assert PATIENT not in json.dumps([call.args for call in sent], default=str)


def test_its_author_blacks_out_alone_what_they_alone_signed(world: World, ana: Somebody) -> None:
    agreed_with_her_name_beside(world)

    assert "It is blacked out, in every version" in unnames(ana)

    assert PATIENT not in kept(world)
    assert f"{BLACK} would mind." in record(world["Ben"])
    assert "A passage was blacked out by Ana" in record(world["Ben"])
    assert matter(world).step == "recorded"  # nobody was asked


def test_what_somebody_else_signed_is_not_theirs_to_black_out(world: World, ana: Somebody) -> None:
    agreed_with_her_name_beside(world)

    assert "those who decide are asked" in unnames(world["Ben"])

    assert f"{PATIENT} would mind." in record(ana)


def test_whose_own_words_were_agreed_cannot_bury_what_was_agreed(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """Ana wrote the proposal alone, and signed it: since it was agreed it belongs to all."""
    recorded(world)

    assert "those who decide are asked" in unnames(ana, "before noon")

    assert PROPOSAL in record(ben)


def test_in_what_was_theirs_it_goes_at_once_and_about_the_rest_all_are_asked(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    agreed_with_her_name_beside(world, f"We ring {PATIENT}.")

    assert "It stands in what others wrote or agreed, too" in unnames(ana)

    assert f"{BLACK} would mind." in record(ben)
    assert f"We ring {PATIENT}." in record(ben)
    says(ben)
    assert PATIENT not in kept(world)


def test_while_something_else_is_put_to_all_ones_own_words_are_blacked_out_all_the_same(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    agreed_with_her_name_beside(world, f"We ring {PATIENT}.")
    publishes(ben)

    assert "cannot be asked about that just now" in unnames(ana)

    assert f"{BLACK} would mind." in record(ben)
    assert f"We ring {PATIENT}." in record(ben)
    assert "Something else is going on with this just now." in unnames(ben)  # nothing of it is his
    says(ana, "No", "Not while her name stands there.")
    assert "those who decide are asked" in unnames(ben)


def test_a_name_on_the_table_is_blacked_out_before_anything_is_agreed(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, f"Ask {PATIENT} first.", "Ring before noon.")
    assert "blacked out" not in table(ben)

    assert "those who decide are asked" in unnames_on_table(ben)  # an idea that nobody signed

    says(ana)
    assert PATIENT not in table(ben)
    assert f"Ask {BLACK} first." in table(ben)
    assert "Those who decide had a passage blacked out" in table(ben)
    assert matter(world).step == "build"


def test_who_signed_an_idea_blacks_it_out_alone_and_what_others_made_of_it_stays(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """Also where the record says what became of which idea, word for word."""
    start(world)
    go_on(world)
    idea(ana, f"Ask {PATIENT} first.", signed=True)
    idea(ben, "Ring before noon.", signed=True)
    go_on(world)
    go_on(world)
    merges(ben, f"Ask {PATIENT} first.", "Ring before noon.", "Ask, then ring before noon.")
    for _ in range(2):
        go_on(world)
    says_missing(ben)
    go_on(world)
    go_on(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ben)
    quiet(world)
    assert f"Ask {PATIENT} first." in record(ben)

    assert "It is blacked out, in every version" in unnames(ana)

    assert PATIENT not in kept(world)
    assert "Ask, then ring before noon." in record(ben)
    assert f"Ask {BLACK} first." in became(ana)


def test_a_step_goes_on_with_a_day_at_least_after_all_were_asked(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, f"Ask {PATIENT} first.", "Ring before noon.")
    unnames_on_table(ben)

    world.move(days=3)

    found = matter(world)
    assert found.step == "build"
    assert found.ends_at is not None
    assert found.ends_at - world.clock() > timedelta(hours=1)


def test_whoever_only_lives_with_it_can_ask_for_it_too(world: World, chloe: Somebody) -> None:
    recorded(world, proposal=f"We ring {PATIENT}.")

    assert "those who decide are asked" in unnames(chloe)

    says(world["Ana"])
    says(world["Ben"])
    assert PATIENT not in kept(world)


def test_what_did_not_pass_cannot_be_put_again_and_again_by_whoever_does_not_decide(
    world: World, chloe: Somebody
) -> None:
    recorded(world, proposal=f"We ring {PATIENT}.")
    unnames(chloe)
    says(world["Ana"], "No")
    world.move(days=4)

    assert "Whoever decides can put it again" in unnames(chloe)

    assert matter(world).step == "recorded"


def test_words_that_stand_nowhere_are_said_to(world: World, ana: Somebody) -> None:
    recorded(world)

    assert "These words stand nowhere in it." in unnames(ana, "Mr Nobody")
    assert "at least two letters" in unnames(ana, "W")
    assert "These words stand nowhere in it." in unnames(ana, "noo")  # a part of a word


def test_a_note_is_blacked_out_by_its_author_alone_and_by_all(world: World, ana: Somebody) -> None:
    recorded(world)
    for name in ("Ana", "Ben"):
        on_record(world[name], "My note")
        sends(world[name], {"What should stand beside this?": f"{name} thinks of {PATIENT}."})
        put_away(world[name])

    assert "It stands in what others wrote or agreed, too" in unnames(ana)

    assert f"Ana thinks of {BLACK}." in kept(world)
    assert f"Ben thinks of {PATIENT}." in kept(world)
    says(world["Ben"])
    assert PATIENT not in kept(world)


def test_what_was_blacked_out_is_found_no_more_and_stands_in_no_copy(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, proposal="We ring Adisa.")
    copy(world)
    unnames(ben, "Adisa")
    says(ana)
    put_away(ben)

    ben.types("/options", HERE)
    sends(ben, {"Words to look for": "Adisa"})

    assert "Nothing here is like that." in ben.reads
    put_away(ben)
    assert "Copies from before may still have it: whoever runs this app (Markdown" in record(ben)
    assert "Adisa" not in copy(world)


def copy(world: World) -> str:
    """A copy of the register as whoever runs the bot makes it; the channel is told of it."""
    with world.bot.store.begin() as db:
        made = register_listeners.copy(db, TEAM, HERE, "md", world.clock())
    world.settle()
    assert made
    return made[1].decode()


# --- a stone in its place


def test_a_record_is_sealed_where_enough_say_so_and_a_stone_stands_there(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, record={"why": "People plan."})
    corrects(ana, "What stood empty.", know="Calls.")

    seals(ben)
    assert PROPOSAL in record(ana)
    says(ana)

    for read in (kept(world), standing(world), record(ana)):
        assert PROPOSAL not in read
        assert QUESTION not in read
    read = record(world["Dev"])
    assert "A stone stands here." in read
    assert "It was about one person." in read
    assert "Taken out" in card(world).words
    assert "Ben put it to all: It was about one person." in card(world).words
    assert matter(world).facts["state"] == State.SEALED


def test_one_no_is_enough_for_it_to_stay(world: World, ana: Somebody, ben: Somebody) -> None:
    recorded(world)

    seals(ben)
    says(ana, "No")

    assert PROPOSAL in record(ana)
    assert "To take it out was put to all" in card(world).words


def test_those_of_one_kind_of_experience_take_nothing_out_and_end_nothing(
    world: World, ana: Somebody
) -> None:
    """Four decide; the two who bring lived experience say nothing."""
    four = ("Ana", "Ben", "Chloe", "Dev")
    propose(world, *four, kinds="Lived and professional experience")
    for name, kind in zip(four, (LIVED, LIVED, PROFESSIONAL, PROFESSIONAL), strict=True):
        answer(world[name], BEHIND, brings=kind)
    time_runs_out(world)
    quiet(world)

    seals(world["Chloe"])
    for name in ("Dev",):
        says(world[name])
    world.move(days=4)

    assert PROPOSAL in record(ana)
    seals(world["Chloe"])
    for name in ("Ana", "Dev"):
        says(world[name])
    world.move(days=4)
    assert PROPOSAL not in record(ana)


def test_silence_seals_nothing(world: World, ben: Somebody) -> None:
    recorded(world)

    seals(ben)
    world.move(days=7)

    assert PROPOSAL in record(ben)


def test_what_is_sealed_can_be_changed_by_nobody(world: World, ana: Somebody, ben: Somebody) -> None:
    recorded(world)
    seals(ben)
    says(ana)

    put_away(ana)
    ana.presses("Open what was written down", HERE)

    assert not {"My note", "Correct the wording", "Change it", "Please unname", "Take it out for good"} & set(
        form_buttons(ana)
    )


def test_a_stone_stands_in_the_list_and_in_every_copy(world: World, ana: Somebody, ben: Somebody) -> None:
    recorded(world)
    seals(ben)
    says(ana)
    put_away(ana)

    ana.types("/options", HERE)

    assert "Taken out" in ana.reads
    assert QUESTION not in ana.reads
    assert "Something that was taken out" in copy(world)
    assert "Something that was taken out" in standing(world)


# --- read outside


def outside(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """What `alongside export --public` writes."""
    for key, value in (
        ("DATABASE_URL", world.settings.database_url),
        ("ENCRYPTION_KEYS", ",".join(world.settings.encryption_keys)),
    ):
        monkeypatch.setenv(key, value)
    page = tmp_path / f"page-{len(list(tmp_path.iterdir()))}.html"
    code = main(["export", "--public", "--channel", HERE, "--to", str(page)])
    return code, page.read_text(encoding="utf-8") if page.exists() else ""


def test_only_what_all_said_yes_to_is_read_outside_and_nothing_else_of_it(
    world: World, ana: Somebody, ben: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world, record={"why": "People plan.", "know": "Calls come."})
    assert outside(world, tmp_path, monkeypatch) == (1, "")

    read = publishes(ben)
    assert PROPOSAL in read
    assert "People plan." in read
    assert "Calls come." not in read
    assert outside(world, tmp_path, monkeypatch) == (1, "")
    says(ana)

    code, page = outside(world, tmp_path, monkeypatch)
    assert code == 0
    for text in (QUESTION, PROPOSAL, "People plan.", "To be looked at again:"):
        assert text in page
    for text in ("Calls come.", "Ana", "Ben", HERE, "going-home-well", "<script"):
        assert text not in page
    world.settle()
    assert "A page for people outside Slack" in standing(world)  # the channel is told


def test_other_words_are_the_channels_again_until_all_say_yes_to_them(
    world: World, ana: Somebody, ben: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world)
    publishes(ben)
    says(ana)

    corrects(ana, "Noon is not clear.", decision="We ring before 12.")
    says(ben)

    assert outside(world, tmp_path, monkeypatch) == (1, "")


def test_any_of_those_who_decide_takes_it_back_at_once(
    world: World, ana: Somebody, ben: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world)
    publishes(ben)
    says(ana)

    on_record(ana, "No longer for others")

    assert "It is for this channel alone again." in ana.reads
    assert outside(world, tmp_path, monkeypatch) == (1, "")
    assert "Ana took it back" in card(world).words


def test_it_is_taken_back_at_any_time_also_while_a_change_is_put_to_the_test(
    world: World, ana: Somebody, ben: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world)
    publishes(ben)
    says(ana)
    amends(ben, "We ring before eleven.", "Noon is too late.")
    assert matter(world).step == "test"

    more(ana, "No longer for others")

    assert "A page made before stays where it is" in ana.reads
    assert outside(world, tmp_path, monkeypatch) == (1, "")
    assert matter(world).step == "test"  # what is asked goes on
    answers(world, Ana=BEHIND, Ben=BEHIND)
    assert "We ring before eleven." in record(ben)
    assert outside(world, tmp_path, monkeypatch) == (1, "")


def test_one_no_keeps_it_in_the_channel(
    world: World, ana: Somebody, ben: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world)
    publishes(ben)

    says(ana, "No", "It is too early.")

    assert outside(world, tmp_path, monkeypatch) == (1, "")
    assert "So it stays in this channel." in card(world).words


# --- somebody no longer decides


def test_whom_all_the_others_let_go_no_longer_decides(world: World, ana: Somebody) -> None:
    recorded(world, "Ana", "Ben", "Chloe")

    assert "It takes effect in two working days" in lets_go(ana, "Chloe")
    assert deciding(world) == ["Ana", "Ben", "Chloe"]
    says(world["Ben"])
    assert deciding(world) == ["Ana", "Ben", "Chloe"]  # she has two working days to say something
    world.move(days=3)

    assert deciding(world) == ["Ana", "Ben"]
    assert "have let you go" in world["Chloe"].card.words
    assert "Ana put it to all that somebody be let go, and all the others said yes." in log(world["Dev"])
    assert "Chloe" not in card(world).words


def test_a_no_of_theirs_ends_it(world: World, ana: Somebody) -> None:
    recorded(world, "Ana", "Ben", "Chloe")

    lets_go(ana, "Chloe")
    says(world["Ben"])
    assert "Ana would let Chloe go" in world["Chloe"].card.words
    says(world["Chloe"], "No", "I am back next week.")

    assert deciding(world) == ["Ana", "Ben", "Chloe"]


def test_whom_not_all_the_others_let_go_decides_as_before(world: World, ana: Somebody) -> None:
    recorded(world, "Ana", "Ben", "Chloe", "Dev")

    lets_go(ana, "Chloe")
    says(world["Ben"])
    world.move(days=4)

    assert deciding(world) == ["Ana", "Ben", "Chloe", "Dev"]


def test_the_channel_does_not_read_whom_it_is_about(world: World, ana: Somebody) -> None:
    recorded(world, "Ana", "Ben", "Chloe")

    lets_go(ana, "Chloe")

    assert "Ana would let one of you go" in card(world).words


def test_of_two_nobody_is_let_go_by_the_other_unless_they_are_not_there(world: World, ana: Somebody) -> None:
    recorded(world)
    more(ana)
    assert "Let somebody go" not in form_buttons(ana)

    world.slack.leave(NAMES["Ben"], HERE)
    world.settle()
    lets_go(ana, "Ben")
    assert deciding(world) == ["Ana", "Ben"]
    world.move(days=4)

    assert deciding(world) == ["Ana"]


def test_whoever_is_back_in_time_goes_on_deciding(world: World, ana: Somebody) -> None:
    recorded(world)
    world.slack.leave(NAMES["Ben"], HERE)
    world.settle()
    lets_go(ana, "Ben")

    world.slack.join(NAMES["Ben"], HERE)
    world.move(days=4)

    assert deciding(world) == ["Ana", "Ben"]
    assert "Whoever it was about is in this channel again." in card(world).words


def test_whoever_is_left_alone_decides_nothing(world: World, ana: Somebody, ben: Somebody) -> None:
    """Two agreed, one stepped out: the other cannot end it alone."""
    recorded(world)
    more(ben, "Step out")
    put_away(ben)
    to_review(world, "Ana")

    ana.presses("End it", HERE)
    sends(ana, {"Why does it end? What have we learnt?": "I say so."})
    world.move(days=4)

    assert matter(world).facts["state"] == State.AGREED
    assert "To end it was put to all: 1 of 1 said yes" in card(world).words
    assert "Nobody agrees alone" in card(world).words


def test_an_objector_is_not_let_go_while_a_proposal_is_tested(world: World, ana: Somebody) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    more(ana)
    assert "Let somebody go" not in form_buttons(ana)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    answer(world["Chloe"], "I object: I think it would do harm or take us away from our purpose", "Harm.")

    more(ana)

    assert matter(world).step == "integrate"
    assert "Let somebody go" not in form_buttons(ana)


def test_nothing_of_all_that_stands_in_what_is_sent(world: World, ana: Somebody, ben: Somebody) -> None:
    recorded(world, record={"why": "People plan."})
    unnames(ben, "plan")
    says(ana, "No", "CANARY of why not.")

    assert "CANARY" not in everything_outgoing(world.slack)
