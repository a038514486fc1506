"""How an agreement begins: in a channel, from a message, from another practice; and the short way to it."""

import pytest

from bot.features.options.models import Step
from tests.journeys import listening_steps as listening
from tests.journeys.options_steps import (
    ANYBODY,
    BEHIND,
    HERE,
    LIVE_WITH,
    LONG_WAY,
    PROPOSAL,
    QUESTION,
    SHORT_WAY,
    answer,
    begin,
    card,
    form_buttons,
    matter,
    matters,
    posted,
    propose,
    quiet,
    record,
    recorded,
    rung,
    sends,
    time_runs_out,
    told,
    write_down,
)
from tests.journeys.steps import ask, hear_each_other, put_away
from tests.journeys.tampering import submit
from tests.world import Somebody, World

STEERING = "C0STEER"  # Ana is in it, and the app is not
WAITS = f"In <#{HERE}>: your answer to a proposal, until"


def test_a_proposal_answers_and_a_record_that_names_what_was_left_out(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, "Ana", "Ben", can_decide="The hour.", can_influence="The rota.")
    assert "*The proposal*\n“We ring before noon.”" in card(world).words
    assert "Please leave the thread quiet until then." in card(world).words
    assert "We can only influence: The rota." in card(world).words
    answer(ana, BEHIND)
    answer(ben, LIVE_WITH, "Not on Sundays, please.", named=True)

    assert write_down(ben, owner="Ana", first_step="Ana tells the clerk.").ok

    assert card(world).words.startswith("*Agreed, with reservations*")
    assert "One reservation is written down with it." in card(world).words
    read = record(world["Chloe"])
    left_out = read.partition("Left out on the way: ")[2].partition("\n")[0]
    assert left_out.split(", ")[0:2] == ["What we see the same way", "and where we differ"]
    assert "Who is not here" in left_out
    assert "Not on Sundays, please." in read
    assert "Who sees to it\nAna" in read


def test_what_nobody_writes_down_stands_as_far_as_it_is_known(world: World, ben: Somebody) -> None:
    propose(world)
    answer(world["Ana"], BEHIND)
    answer(ben, BEHIND)

    time_runs_out(world)

    assert card(world).words.startswith("*Agreed*")
    assert PROPOSAL in record(ben)


def test_those_who_decide_are_asked_and_nobody_else(world: World) -> None:
    begin(world, "Ana", "Ben", "Chloe", proposal=PROPOSAL, short=True)

    assert "those who decide are asked for their answers" in world["Ana"].reads
    heard = rung(world)
    assert set(heard) == {"Ben", "Chloe"}
    assert QUESTION in heard["Ben"][0]
    assert PROPOSAL not in heard["Ben"][0]
    assert WAITS in world["Ben"].home
    assert QUESTION not in world["Ben"].home
    assert WAITS not in world["Dev"].home
    world["Ben"].presses_at_home("Look")
    assert "More" in world["Ben"].reads


# --- what a form refuses, and keeps


@pytest.mark.parametrize(
    ("how", "refused"),
    [
        ({"deciders": ["Ana"]}, "Nobody agrees alone"),
        ({"deciders": ["Ana", "Esi"]}, "Somebody you named is not in this channel."),
        ({"way": SHORT_WAY}, "The short way needs a proposal."),
    ],
)
def test_a_start_that_cannot_be_keeps_every_word(
    world: World, ana: Somebody, how: dict[str, object], refused: str
) -> None:
    world.slack.leave("U0ESI", HERE)
    ana.types(f"/options {QUESTION}", HERE)

    outcome = sends(
        ana,
        {
            "Who decides together?": how.get("deciders", ["Ana", "Ben"]),
            "Which way?": how.get("way", LONG_WAY),
            "What can we decide here?": "The hour.",
        },
    )

    assert refused in str(outcome.errors)
    assert "The hour." in str(ana.form)
    assert matters(world) == []
    assert sends(
        ana,
        {"Who decides together?": ["Ana", "Ben"], "Which way?": LONG_WAY},
    ).ok
    assert len(matters(world)) == 1


def test_a_question_that_is_too_long_is_given_back_whole(world: World, ana: Somebody) -> None:
    long = "Why " + "so " * 120 + "long?"

    ana.types(f"/options {long}", HERE)

    assert ana.form is None
    assert "Please put it in 300 characters or fewer." in told(ana)
    assert long in told(ana)


def test_in_a_direct_message_it_says_where_it_works(world: World, ana: Somebody) -> None:
    ana.types(f"/options {QUESTION}")
    assert f"Go there and type: `/options {QUESTION}`" in ana.whispered.words

    ana.types("/options")

    assert "An agreement belongs to a channel" in ana.whispered.words


def test_where_the_app_is_not_in_the_channel_it_says_how_and_tries_again(world: World, ana: Somebody) -> None:
    ana.types(f"/options {QUESTION}", STEERING)
    assert "Type `/invite @Alongside`" in told(ana, STEERING)

    ana.types("/invite @Alongside", STEERING)
    ana.presses("Try again", STEERING)

    assert QUESTION in ana.reads


def test_where_the_app_is_not_in_the_channel_all_that_was_typed_comes_back_however_long(
    world: World, ana: Somebody
) -> None:
    long = f"{'What did we avoid? ' * 110}And why?"

    ana.types(f"/options {long}", STEERING)

    assert "type this once more" in told(ana, STEERING)
    assert long in told(ana, STEERING)


def test_the_same_form_sent_twice_makes_one(world: World, ana: Somebody) -> None:
    typed = {"question": QUESTION, "deciders": ["U0ANA", "U0BEN"], "kinds": ("any",), "way": ("long",)}
    typed["can_decide"] = "The hour."

    first = submit(world, ana, "options.start", HERE, typed)
    again = submit(world, ana, "options.start", HERE, typed)

    assert "It is in the channel." in first
    assert again == first
    assert len(matters(world)) == 1
    assert len([m for m in posted(world) if QUESTION in m.words]) == 1


# --- from elsewhere


def test_a_message_becomes_a_proposal(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("Could we ring *before noon*?", HERE)
    ts = ana.messages(HERE)[-1].raw["ts"]

    world.slack.message_shortcut(ben.id, "options.from_message", HERE, ts)
    world.settle()

    assert "Could we ring *before noon*?" in ben.reads
    assert "Answers are asked for at once, unless you choose otherwise." in ben.reads
    named = {"What is the question?": QUESTION, "Who decides together?": ["Ana", "Ben"]}
    sends(ben, named | {"What can we decide here?": "The hour."})
    assert "*The proposal*\n“Could we ring *before noon*?”" in card(world).words
    assert matter(world).host_id == ben.id


def test_a_message_where_the_app_is_not_says_so(world: World, ana: Somebody) -> None:
    ana.types("Could we ring before noon?", STEERING)
    ts = ana.messages(STEERING)[-1].raw["ts"]

    world.slack.message_shortcut(ana.id, "options.from_message", STEERING, ts)
    world.settle()

    assert "invite" in (ana.reads if ana.form else told(ana, STEERING))
    assert matters(world) == []


def test_what_was_listened_to_leads_to_an_agreement(world: World, ana: Somebody, ben: Somebody) -> None:
    listening.opened(world, "Ana", "Ben", "Chloe")
    for somebody in (ana, ben, world["Chloe"]):
        listening.has_listened(somebody)
    world.move(days=4)
    quiet(world)

    ana.presses("Look for an agreement", HERE)

    assert listening.QUESTION in ana.reads
    assert listening.words_of("Ben") not in ana.reads
    sends(
        ana,
        {
            "Who decides together?": ["Ana", "Ben"],
            "Whose experience must be among the answers?": ANYBODY,
            "Or": True,
        },
    )
    assert matter(world).step == Step.SHARE
    assert listening.QUESTION in card(world).words


def test_a_reflection_of_two_says_where_to_go(world: World, ana: Somebody) -> None:
    ask(world, "Ana", "Ben")
    hear_each_other(world, "Ana", "Ben")
    world["Ben"].presses("A note together")
    world["Ben"].sends({"Our note": "We ask early.", "These very words": True})
    ana.presses("A note together")
    ana.sends({"These very words": True})
    put_away(ana)

    ana.presses("Look for an agreement")

    assert "Go there and type `/options What did we avoid today?`" in ana.reads


def test_what_was_left_for_now_begins_anew_with_what_there_was(world: World, chloe: Somebody) -> None:
    propose(world)
    time_runs_out(world)
    time_runs_out(world)

    chloe.presses("Start again from this", HERE)
    assert QUESTION in chloe.reads
    assert PROPOSAL in chloe.reads
    sends(chloe, {"Who decides together?": ["Ana", "Ben"], "Or": True})

    assert len(matters(world)) == 2
    assert "Take back" in form_buttons(chloe)


# --- how it is framed


def test_why_now_is_said_at_the_start_and_stands_on_the_card_and_in_the_record(
    world: World, ana: Somebody
) -> None:
    recorded(world, why_now="The ward moves in May.", can_decide="The hour.")

    assert "Why it was asked just then\nThe ward moves in May." in record(world["Chloe"])
    propose(world, why_now="The ward moves in June.")
    assert "Why now: The ward moves in June." in card(world).words
    assert "What is ours to decide, we do not know yet." in card(world).words


def test_what_support_is_enough_is_said_before_it_begins(world: World, ana: Somebody) -> None:
    ana.types(f"/options {QUESTION}", HERE)

    assert "all of two or three, else two thirds" in ana.reads
    assert "nobody objects" in ana.reads


# --- what is theirs to decide


def test_it_begins_with_what_is_ours_to_decide_or_that_nobody_knows_yet(world: World, ana: Somebody) -> None:
    refused = begin(world, short=True, proposal=PROPOSAL, can_decide="")
    assert "Say one of these at least" in str(refused.errors)
    assert PROPOSAL in str(ana.form)
    put_away(ana)

    assert begin(world, short=True, proposal=PROPOSAL).ok

    assert "What is ours to decide, we do not know yet." in card(world).words


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("The board", "*Agreed, as advice to The board*"),
        ("", "*Agreed, as advice to whoever decides in the end*"),
    ],
)
def test_what_is_only_theirs_to_influence_is_agreed_as_advice(world: World, who: str, said: str) -> None:
    recorded(world, can_influence="The hour.", who_decides=who)

    assert card(world).words.startswith(said)


def test_what_is_theirs_to_decide_is_agreed_and_no_advice(world: World) -> None:
    recorded(world, can_decide="The hour.", can_influence="The phones.", who_decides="The board")

    assert card(world).words.startswith("*Agreed*")
