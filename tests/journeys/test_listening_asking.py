"""Putting a question to everybody in a channel, in one line or in a form; changing it, taking it back."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.catalogue import families
from bot.features.listening.flow import plan
from bot.features.listening.listeners.asking import vocabulary
from bot.features.listening.models import Form, Pace, Plan, joined
from bot.playground import payloads
from bot.refusal import Refusal
from bot.words import phrase
from tests.journeys.listening_steps import (
    FIVE,
    HERE,
    QUESTION,
    ask_all,
    card,
    counts,
    form_buttons,
    joins,
    kept_rounds,
    opened,
    posted,
    quiet,
    receipt,
    rung,
    time_is_up,
    writes,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import submit
from tests.world import Somebody, World, filled, said

PASSED_ON = "Passed on: one after the other, over some days"
STEERING = "C0STEER"  # private, and the app is not in it
LIVE = "Live: people are here now, and speak in turn"
USUAL = "Everybody writes apart. Anybody here can join and write until"


# one line


def test_one_line_and_enter_posts_the_question_at_once(world: World, ana: Somebody, ben: Somebody) -> None:
    ask_all(world)

    assert ana.form is None
    seen = [m for m in ben.messages(HERE) if QUESTION in m.words and not m.ephemeral]
    assert len(seen) == 1
    assert "Ana asks" in seen[0].words
    assert USUAL in seen[0].words
    assert "About 5 minutes" in seen[0].words
    assert "Only those who join can read what is written." in seen[0].words
    assert "deleted 30 days after the close" in seen[0].words
    assert seen[0].buttons == ["Write", "More"]
    assert f"“{QUESTION}”" in seen[0].text
    assert "You can choose: Write, More." in seen[0].text
    assert rung(world) == {}


def test_the_receipt_is_for_whoever_asked_and_says_how_it_was_read(world: World, ben: Somebody) -> None:
    ask_all(world)

    told = receipt(world["Ana"])
    assert f"I have put this to everybody here: “{QUESTION}”" in told.words
    assert "Everybody writes apart, until" in told.words
    assert "Wednesday 16 September, 5 pm" in told.words
    assert told.buttons == ["Change", "Take back"]
    assert [m for m in ben.messages(HERE) if m.ephemeral] == []


READ_AS = {
    "live": ["Live: 2 minutes a turn."],
    "live 3": ["Live: 3 minutes a turn."],
    "live 1": ["Live: one minute a turn."],
    "live 10 min": ["Live: 10 minutes a turn."],
    "5 minutes": ["Live: 5 minutes a turn."],
    "5min": ["Live: 5 minutes a turn."],
    "LIVE, 5m": ["Live: 5 minutes a turn."],
    "live cafe": ["Live: one minute a turn.", "Twice, then open talk."],
    "live no-play-back": ["Live: 2 minutes a turn."],
    "relay": [
        "From three people on, each first says one thing they heard.",
        "passed on from one to the next: 4 working hours each",
    ],
    "relay 6 hours": ["passed on from one to the next: 6 working hours each"],
    "8h": ["passed on from one to the next: 8 working hours each"],
    "gather": ["until <!date^1789574400^"],
    "gather 3": ["Thursday 17 September, 5 pm"],
    "1 day": ["Wednesday 16 September, 5 pm"],
    "4 days": ["Friday 18 September, 5 pm"],
    "café": ["Twice, then open talk."],
    "cafe, publish": ["Twice, then open talk.", "The words are posted in the thread."],
    "simple": ["Everybody writes apart, until"],
    "council": ["Again and again, until everybody passes."],
    "live check-in": ["It starts with a word of arriving from each."],
    "checkin playback": ["a word of arriving from each", "Each first says one thing they heard."],
    "play-back": ["Each first says one thing they heard."],
    "publish": ["The words are posted in the thread."],
}


@pytest.mark.parametrize("options", READ_AS)
def test_what_stands_behind_two_dashes_says_how(world: World, options: str) -> None:
    ask_all(world, options)

    told = receipt(world["Ana"]).words
    for sentence in READ_AS[options]:
        assert sentence in told
    assert f"“{QUESTION}”" in told
    assert QUESTION in card(world).words


@pytest.mark.parametrize("dash", ["--", "—", "–"])
def test_a_phone_may_make_one_long_dash_of_two(world: World, dash: str) -> None:
    world["Ana"].types(f"/listen {QUESTION} {dash} live 3", HERE)

    assert "Live: 3 minutes a turn." in receipt(world["Ana"]).words
    assert f"“{QUESTION}”" in receipt(world["Ana"]).words
    assert "live 3" not in card(world).words


@pytest.mark.parametrize(
    "question",
    [
        "Is it the ward -- or the door?",
        "Well — how are we?",
        "A -- b -- or c -- what of it?",
        "What of the on-call list?",
        "How are we--really?",
        "-- what now?",
        "What does 5 < 6 & 7 > 3 mean to *you*, <@U0BEN>?",
        "Where do we meet? https://example.org/a--b?c=d",
    ],
)
def test_a_question_with_a_dash_of_its_own_is_asked_as_it_stands(world: World, question: str) -> None:
    ask_all(world, question=question)

    asked = card(world).raw["blocks"][1]
    assert "".join(words(asked)).replace("\u2068", "").replace("\u2069", "") == f"“{question}”"
    assert "Everybody writes apart, until" in receipt(world["Ana"]).words


def words(part: Any) -> list[str]:
    """The texts of a block, one after the other, whatever they are made of."""
    if isinstance(part, list):
        return [one for each in part for one in words(each)]
    if not isinstance(part, dict):
        return []
    return [str(part["text"])] if isinstance(part.get("text"), str) else words(list(part.values()))


def test_of_several_dashes_only_what_stands_behind_the_last_says_how(world: World) -> None:
    ask_all(world, "live 3", question="The ward -- or the door?")

    assert "“The ward -- or the door?”" in receipt(world["Ana"]).words
    assert "Live: 3 minutes a turn." in receipt(world["Ana"]).words


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("live 2 loud", "I did not understand “loud”"),
        ("live relay", "I did not understand “live, relay”"),
        ("cafe council", "I did not understand “cafe, council”"),
        ("live 2 3", "I did not understand “live, 2, 3”"),
        ("live 0", "I did not understand “0”"),
        ("live 10000", "minutes: 1 to 10"),
        ("loud @ben", "I did not understand “loud”"),
        ("live 11", "minutes: 1 to 10"),
        ("relay 25", "working hours: 1 to 24"),
        ("gather 11 days", "working days: 1 to 10"),
        ("11", "working days: 1 to 10"),
        ("relay 3 minutes", "working hours: 1 to 24"),
        ("gather 2h", "working days: 1 to 10"),
    ],
)
def test_what_is_unclear_is_quoted_back_and_nothing_is_posted(
    world: World, ana: Somebody, options: str, told: str
) -> None:
    before = len(posted(world))

    answer = ask_all(world, options).message

    assert told in said(answer["blocks"])
    assert f"You typed: {QUESTION} -- {options}" in said(answer["blocks"])
    assert len(posted(world)) == before
    assert rung(world) == {}


def test_a_question_that_is_too_long_is_quoted_back_and_nothing_is_posted(world: World) -> None:
    long = "why? " * 101

    answer = ask_all(world, question=long).message

    assert "500 characters or fewer" in answer["text"]
    assert long.strip() in said(answer["blocks"])
    assert posted(world) == []


def test_a_question_of_500_characters_is_posted_whole(world: World) -> None:
    long = "w" * 499 + "?"

    ask_all(world, question=long)

    assert long in card(world).words


def test_people_who_are_named_get_a_card_that_rings(world: World, ana: Somebody) -> None:
    ask_all(world, "live 3 @ben @chloe")

    rang = rung(world)
    assert set(rang) == {"Ben", "Chloe"}
    assert "Ana asks, in <#C0HOME>: “How did today land?”" in rang["Ben"][0]
    assert "It is live: 3 minutes a turn" in rang["Ben"][0]
    assert "I have put this to Ben and Chloe and you" in receipt(ana).words


@pytest.mark.parametrize("options", ["@ben @chloe", "live @ben @chloe", "relay @ben @chloe"])
def test_what_is_put_to_certain_people_is_theirs_alone_to_join(world: World, options: str) -> None:
    dev = world["Dev"]
    ask_all(world, options)

    joins(dev)

    assert "This one was put to certain people." in receipt(dev).words
    for name in ("Ben", "Chloe", "Ana"):
        joins(world[name])
    assert [len(joined(round_)) for round_ in kept_rounds(world)] == [3]


def test_whoever_asks_can_name_themselves_too_and_is_not_rung(world: World) -> None:
    ask_all(world, "@ana @ben")

    assert set(rung(world)) == {"Ben"}
    assert "I have put this to Ben and you" in receipt(world["Ana"]).words


def test_naming_nobody_but_oneself_is_no_question_to_anybody(world: World) -> None:
    answer = ask_all(world, "@ana").message

    assert "somebody besides yourself" in answer["text"]
    assert f"You typed: {QUESTION} -- @ana" in said(answer["blocks"])
    assert posted(world) == []


def test_the_same_command_delivered_twice_is_one_question(world: World, ana: Somebody) -> None:
    deliver_command(world, ana, QUESTION, times=2)

    assert len([m for m in posted(world) if QUESTION in m.words]) == 1


def test_the_same_question_typed_twice_is_one_question(world: World, ana: Somebody, ben: Somebody) -> None:
    ask_all(world, "@ben")
    ask_all(world, "@ben")

    assert len([m for m in posted(world) if QUESTION in m.words]) == 1
    assert len(ben.rang()) == 1
    told = [m for m in ana.messages(HERE) if m.ephemeral]
    assert ["I have put this to Ben and you" in m.words for m in told] == [True, True]


def test_the_same_question_another_time_is_another_question(world: World) -> None:
    ask_all(world)
    time_is_up(world)

    ask_all(world)

    assert len([m for m in posted(world) if QUESTION in m.words]) == 2


def test_the_same_question_after_somebody_joined_is_another_question(world: World, ben: Somebody) -> None:
    ask_all(world)
    joins(ben)

    ask_all(world)

    assert len([m for m in posted(world) if QUESTION in m.words]) == 2
    assert counts(world) == (0, 0)


def test_two_people_who_ask_the_same_ask_twice(world: World) -> None:
    ask_all(world)
    ask_all(world, by="Ben")

    assert [("Ana asks" in m.words, "Ben asks" in m.words) for m in posted(world)] == [
        (True, False),
        (False, True),
    ]


def test_alongside_listening_is_the_same_command(world: World, ana: Somebody) -> None:
    ana.types(f"/alongside listening {QUESTION} -- live 3", HERE)

    assert QUESTION in card(world).words
    assert "Live: 3 minutes a turn." in receipt(ana).words


def test_help_says_how(world: World, ana: Somebody) -> None:
    answer = ana.types("/listen help", HERE).message

    assert "`/listen How did today land?`" in said(answer["blocks"])
    assert posted(world) == []


# where


def test_where_the_app_is_not_it_says_how_to_let_it_in_and_nothing_typed_is_lost(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types(f"/listen {QUESTION} -- live 3 @ben", STEERING)
    told = receipt(ana, STEERING)
    assert "Type `/invite @Alongside`, then press *Try again*" in told.words
    world.later(seconds=30)
    world.move(minutes=1)
    assert rung(world) == {}

    ana.types("/invite @Alongside", STEERING)
    ana.presses("Try again", STEERING)

    assert "Live: 3 minutes a turn." in receipt(ana, STEERING).words
    assert len([m for m in posted(world, STEERING) if QUESTION in m.words]) == 1
    assert len(ben.rang()) == 1


def test_trying_again_too_early_says_the_same_again(world: World, ana: Somebody) -> None:
    ana.types(f"/listen {QUESTION}", STEERING)

    ana.presses("Try again", STEERING)

    assert "Type `/invite @Alongside`" in receipt(ana, STEERING).words
    assert posted(world, STEERING) == []
    assert rung(world) == {}


def test_the_form_too_is_for_channels_the_app_is_in(world: World, ana: Somebody) -> None:
    ana.types("/listen", STEERING)

    assert ana.form is None
    assert "Type `/invite @Alongside`" in receipt(ana, STEERING).words
    ana.types("/invite @Alongside", STEERING)
    ana.presses("Try again", STEERING)
    assert "What would you like to ask?" in ana.reads


@pytest.mark.parametrize("typed", [f"/listen {QUESTION}", f"/alongside listening {QUESTION} -- live 2 @ben"])
def test_in_a_direct_message_it_says_where_it_works_and_keeps_what_was_typed(
    world: World, ana: Somebody, typed: str
) -> None:
    answer = ana.types(typed).message

    assert "This works in a channel" in answer["text"]
    assert f"You typed: {typed.partition('listen')[2].removeprefix('ing').strip()}" in answer["text"]
    assert rung(world) == {}


def test_alone_in_a_direct_message_it_only_says_where_it_works(ana: Somebody) -> None:
    answer = ana.types("/listen").message

    assert "This works in a channel" in answer["text"]
    assert "You typed" not in answer["text"]
    assert ana.form is None


def test_while_slack_does_not_say_whether_the_app_is_there_it_is_asked_all_the_same(
    world: World, ana: Somebody
) -> None:
    world.slack.faults.next("conversations.info", "503")

    ask_all(world)

    assert QUESTION in card(world).words


# the form


def test_listen_alone_opens_a_form_with_everything(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)

    assert labels(ana) == ["What would you like to ask?", "How shall it go?"]
    ana.opens_more_choices()
    assert labels(ana) == [
        "What would you like to ask?",
        "How shall it go?",
        "And then?",
        "How long?",
        "Only for certain people?",
        "Arriving",
        "Playing back",
        "In the thread",
        "When?",
        "On which day?",
        "At what time?",
    ]
    assert posted(world) == []


def test_the_form_sent_posts_the_question_as_chosen(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)

    ana.sends(
        {
            "What would you like to ask?": "What helps?",
            "How shall it go?": "Passed on: one after the other, over some days",
            "And then?": "Twice, then open talk",
            "How long?": "6",
            "Only for certain people?": ["Ben", "Chloe"],
            "Playing back": "Each says one thing they heard from whoever came before",
        }
    )

    assert "I have put this to Ben and Chloe and you: “What helps?”" in ana.reads
    assert "6 working hours each. Twice, then open talk. From three people on, each first says" in ana.reads
    assert {"Change", "Take back"} <= set(form_buttons(ana))
    assert "What helps?" in card(world).words
    assert set(rung(world)) == {"Ben", "Chloe"}


def test_the_form_with_only_a_question_asks_as_usual(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)

    ana.sends({"What would you like to ask?": "What helps?"})

    assert USUAL in card(world).words


def test_options_typed_alone_stand_in_the_form_already(world: World, ana: Somebody) -> None:
    ana.types("/listen -- live 3 cafe @ben", HERE)

    form = ana.opens_more_choices()
    kept = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    assert kept["pace"]["initial_option"]["value"] == "live"
    assert kept["form"]["initial_option"]["value"] == "cafe"
    assert kept["turn"]["initial_value"] == "3"
    assert kept["people"]["initial_users"] == ["U0BEN"]
    assert posted(world) == []


@pytest.mark.parametrize(
    ("answers", "block", "told"),
    [
        ({"How long?": "soon"}, "turn", "a whole number"),
        ({"How long?": "-2"}, "turn", "a whole number"),
        ({"How long?": "0"}, "turn", "a whole number"),
        ({"How long?": "²"}, "turn", "a whole number"),
        ({"How long?": "11"}, "turn", "working days: 1 to 10"),
        (
            {"How long?": "11", "How shall it go?": "Live: people are here now, and speak in turn"},
            "turn",
            "1 to 10",
        ),
        ({"Only for certain people?": ["Ana"]}, "people", "somebody besides yourself"),
    ],
)
def test_an_error_in_the_form_stands_where_it_belongs_and_keeps_the_words(
    world: World, ana: Somebody, answers: dict[str, Any], block: str, told: str
) -> None:
    ana.types("/listen", HERE)

    typed = {"What would you like to ask?": "What helps?"} | answers
    outcome = ana.sends(typed)

    assert told in outcome.errors[block]
    assert posted(world) == []
    assert ana.form
    [kept] = ana.form["state"]["values"]["question"].values()
    assert kept["value"] == typed["What would you like to ask?"]
    ana.sends({"What would you like to ask?": "What helps?", "How long?": "", "Only for certain people?": []})
    assert "What helps?" in card(world).words


def test_the_form_that_is_closed_asks_nothing(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)
    ana.closes()

    assert posted(world) == []


def test_a_question_can_be_chosen_from_those_for_groups(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)
    ana.presses("Choose a question")

    pages = [ana.reads]
    while "\nMore" in pages[-1]:
        ana.presses("More")
        pages.append(ana.reads)
    for family in families():
        for prompt in family.prompts:
            assert any(prompt.question in page for page in pages) == ("group" in prompt.asks), prompt.id
    while "Back a page" in ana.reads:
        ana.presses("Back a page")
    ana.presses("Use this")
    first = families("group")[0].prompts[0]
    assert posted(world) == []
    ana.sends({})
    assert first.question in card(world).words


# changing, and taking back


def test_change_opens_what_was_asked_and_asks_it_otherwise(world: World, ana: Somebody) -> None:
    ask_all(world)

    ana.presses("Change", HERE)
    assert QUESTION in ana.reads
    ana.sends(
        {
            "What would you like to ask?": "How did the week land?",
            "How shall it go?": "Live: people are here now, and speak in turn",
        }
    )

    assert "How did the week land?" in card(world).words
    assert "I'm here" in card(world).buttons
    assert len(posted(world)) == 1
    assert "Live: 2 minutes a turn." in ana.reads


def test_whoever_is_named_by_a_change_is_rung_once(world: World, ana: Somebody) -> None:
    ask_all(world, "@ben")
    quiet(world)

    ana.presses("Change", HERE)
    ana.sends({"Only for certain people?": ["Ben", "Chloe"]})

    assert set(rung(world)) == {"Chloe"}
    assert "For Ben and Chloe." in card(world).words


def test_a_change_can_be_taken_back_from_the_page_it_ends_with(world: World, ana: Somebody) -> None:
    ask_all(world)
    ana.presses("Change", HERE)
    ana.sends({"What would you like to ask?": "How did the week land?"})

    ana.presses("Take back")

    assert "It is taken back." in ana.reads
    assert "This has been taken back." in card(world).words


def test_taken_back_the_card_says_so_and_nothing_can_be_written(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask_all(world, "@ben")

    ana.presses("Take back", HERE)

    assert "It is taken back." in receipt(ana).words
    assert "This has been taken back." in card(world).words
    assert card(world).buttons == []
    assert "This has been taken back." in ben.card.words
    assert ben.card.buttons == []
    world.move(days=40)
    assert set(rung(world)) == {"Ben"}


@pytest.mark.parametrize("label", ["Change", "Take back"])
def test_once_somebody_has_written_it_stays_as_it_was_asked(
    world: World, ana: Somebody, ben: Somebody, label: str
) -> None:
    ask_all(world)
    writes(ben)

    ana.presses(label, HERE)

    told = ana.reads if ana.form else receipt(ana).words
    assert "Somebody has written already, or it has begun." in told
    assert "Write" in card(world).buttons


def test_a_change_that_somebody_overtook_keeps_the_words_and_says_so(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask_all(world)
    ana.presses("Change", HERE)
    writes(ben)

    outcome = ana.sends({"What would you like to ask?": "How did the week land?"})

    assert "Somebody has written already" in outcome.errors["question"]
    assert QUESTION in card(world).words


@pytest.mark.parametrize("label", ["Change", "Take back"])
def test_while_people_have_only_joined_it_can_still_be_changed(
    world: World, ana: Somebody, ben: Somebody, label: str
) -> None:
    ask_all(world)
    joins(ben)

    ana.presses(label, HERE)

    told = ana.reads if ana.form else receipt(ana).words
    assert "Somebody has written already" not in told


def test_whoever_had_joined_before_it_was_put_to_others_can_write_all_the_same(
    world: World, ana: Somebody
) -> None:
    chloe = world["Chloe"]
    ask_all(world)
    joins(chloe)
    ana.presses("Change", HERE)
    ana.sends({"Only for certain people?": ["Ben"]})

    writes(chloe)

    assert counts(world) == (1, 1)


def test_once_read_the_old_receipt_changes_nothing(world: World, ana: Somebody) -> None:
    opened(world, *FIVE)

    ana.presses("Take back", HERE)

    assert "it has begun" in receipt(ana).words
    assert "Read together" in card(world).buttons


def test_at_home_a_question_stands_where_it_waits_for_somebody(world: World, ben: Somebody) -> None:
    assert "Listening together" not in ben.home
    ask_all(world, "@ben")

    assert "Waiting for you" in ben.home
    assert "Listening together, in <#C0HOME>" in ben.home
    assert QUESTION in ben.home
    ben.presses_at_home("Write")
    ben.sends({"In your own words": "From home."})
    assert "Waiting for you" not in ben.home
    assert "Under way" in ben.home


# what can be typed at all


@given(st.text())
@example("How — are we?")
def test_without_two_dashes_everything_is_the_question(typed: str) -> None:
    text = typed.replace("--", "").replace("—", "").replace("–", "")

    assert plan.parts(text) == (text.strip(), "")


@given(st.text(), st.text())
@example("The ward -- or the door?", "live 3")
def test_only_what_stands_behind_the_last_dashes_is_taken_from_the_question(typed: str, more: str) -> None:
    options = more.replace("-", "").replace("—", "").replace("–", "")

    assert plan.parts(f"{typed} -- {options}") == (typed.strip(), options.strip())


KNOWN = [
    "live",
    "relay",
    "gather",
    "café",
    "council",
    "check-in",
    "publish",
    "3",
    "12",
    "min",
    "h",
    "days",
    "0",
]


@given(
    st.lists(st.one_of(st.sampled_from(KNOWN), st.text(max_size=8)), max_size=6),
    st.lists(st.sampled_from(["U0ANA", "U0BEN"]), max_size=3),
)
def test_whatever_is_typed_is_a_plan_that_holds_or_is_refused_in_words(
    said_: list[str], people: list[str]
) -> None:
    refused = read = None
    try:
        read = plan.read(" ".join(said_), people, vocabulary(), "as typed")
    except Refusal as refusal:
        refused = refusal

    if refused:
        assert phrase(refused.key).fill(**refused.blanks).endswith("You typed: as typed")
    elif read is not None:
        assert 1 <= read.length <= {Pace.GATHER: 10, Pace.LIVE: 10, Pace.RELAY: 24}[read.pace]
        assert read.people == tuple(dict.fromkeys(people))
        assert isinstance(read.form, Form)
        assert not (read.publish and read.pace is not Pace.GATHER)


@given(st.text(alphabet="abcxyz ?", min_size=1).filter(lambda t: t.strip()))
def test_words_of_which_none_says_how_belong_to_the_question(behind: str) -> None:
    assert plan.read(behind, [], vocabulary()) is None


def test_every_word_that_says_how_can_stand_with_every_other() -> None:
    for pace in Pace:
        for form in Form:
            read = plan.read(f"{pace} {form} 2 check-in play-back", ["U0BEN"], vocabulary())

            assert read == Plan(pace, form, 2, ("U0BEN",), check_in=True, play_back=True)


def labels(somebody: Somebody) -> list[str]:
    assert somebody.form
    return [b["label"]["text"] for b in somebody.form["blocks"] if b["type"] == "input"]


def deliver_command(world: World, somebody: Somebody, text: str, times: int) -> None:
    """The very same request, as often as that: Slack sends again what it did not hear answered."""
    slack = world.slack
    with slack.workspace.changing():
        key = slack.workspace.response_url(somebody.id, HERE)
        trigger = slack.workspace.trigger(somebody.id)
    url = f"{slack.base_url}/response/{key}"
    where = slack.conversations[HERE]
    fields = payloads.command(slack.people[somebody.id], where, "/listen", text, url, trigger)
    for _ in range(times):
        assert slack.inbound.command(fields).error is None
    world.settle()
    put_away(somebody)


# more choices


def test_what_was_typed_before_more_choices_is_still_there(world: World, ana: Somebody) -> None:
    ana.types("/listen", HERE)
    assert ana.form
    typed = filled(ana.form, {"What would you like to ask?": "What helps?", "How shall it go?": PASSED_ON})
    [button] = [b for b in ana.form["blocks"] if b["type"] == "actions"]

    ids = {"action_id": button["elements"][0]["action_id"], "block_id": button["block_id"]}
    world.slack.press(ana.id, view=ana.form["id"], values=typed, **ids)
    world.settle()
    ana.sends({"Only for certain people?": ["Ben"]})

    assert "What helps?" in card(world).words
    assert "passed on from one to the next" in card(world).words


def test_a_form_sent_without_more_choices_is_as_it_began(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/listen -- live 3 @ben", HERE)

    ana.sends({"What would you like to ask?": "What helps?"})

    assert "3 minutes a turn" in card(world).words
    assert "It is live: 3 minutes a turn" in ben.card.words


def test_what_is_refused_behind_more_choices_is_shown(world: World, ana: Somebody) -> None:
    ana.types("/listen -- @ana", HERE)

    ana.sends({"What would you like to ask?": "What helps?"})

    assert "Please name somebody besides yourself" in ana.reads
    assert "Only for certain people?" in labels(ana)
    assert "What helps?" in ana.reads
    assert posted(world) == []


def test_a_form_that_names_a_channel_one_is_not_in_asks_nothing_there(world: World) -> None:
    world["Ana"].types("/invite @Alongside", channel="C0STEER")
    typed = {"question": "What helps?", "pace": ("gather",), "form": ("simple",)}

    told = submit(world, world["Dev"], "listening.start", "C0STEER|", typed)

    assert "you are not in it just now" in told
    assert "What helps?" not in "".join(one.text for one in world["Ana"].messages("C0STEER"))
