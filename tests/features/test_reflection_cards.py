"""The first card of a reflection, the end of its window, and a whole conversation in the worst of words."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.features.reflection import cards
from bot.slack.blocks import Message, section
from tests.every.drawing import HOSTILE, alive
from tests.practices.reflection.drawn import EIGHT_WORDS, asked
from tests.reading import labels_in, mrkdwn_in, words_on


def test_the_end_of_a_window_is_told_by_the_readers_own_clock() -> None:
    round_ = asked(2)
    round_.seats[1].zone = "America/New_York"
    assert round_.ends_at

    cards_ = cards.draw(round_)

    stamp = int(round_.ends_at.timestamp())
    for person, hour in (("U0ANA", "5 pm"), ("U0BEN", "12 pm")):
        line = next(line for line in mrkdwn_in(list(cards_[person].message.blocks)) if "until" in line)
        assert f"<!date^{stamp}^" in line
        assert f"Thursday 17 September, {hour}>" in line


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_first_card_has_one_question_a_few_buttons_and_at_most_sixty_words(size: int) -> None:
    round_ = asked(size)

    for person_id, drawing in cards.draw(round_).items():
        message, mine = drawing.message, ["Take back"] if person_id == round_.host_id else []
        assert len(EIGHT_WORDS.split()) == 8
        assert len(words_on(message).split()) <= 60, words_on(message)
        assert words_on(message).count("?") == 1
        here = {1: [], 2: ["We are both here"], 3: ["All here"]}[size]
        assert labels_in(message.blocks) == [
            "Write my answer", "Not this time", *mine, *here, "How this works"
        ]  # fmt: skip


def test_a_wordy_first_card_would_be_noticed() -> None:
    wordy = Message("text", [section("one two three"), section("<!date^1^{date}|Friday 3 May> four")])

    assert len(words_on(wordy).split()) == 7
    assert words_on(wordy).split()[-2:] == ["May", "four"]


JOURNEY = [HOSTILE[n] for n in (0, 4, 5, 9, 11, 14)]


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("words", JOURNEY, ids=range(len(JOURNEY)))
def test_a_whole_conversation_in_such_words_mentions_nobody(world: Any, words: str) -> None:
    ana, ben = world["Ana"], world["Ben"]
    for somebody in (ana, ben):
        world.slack.workspace.people[somebody.id].name = words[:80]
    world.clock.move_to(world.clock() + timedelta(days=1, hours=1))
    world.settle()

    ana.types(f"/reflect {words[:400]}")
    ana.answers(words[:1500])
    ben.answers(words[:1500])
    ben.presses("Play back what I heard")
    ben.sends(dict.fromkeys(_boxes(ben.form), words[:1500]))
    ana.presses("Is that it?")
    ana.sends({"How close is that?": "Nearly", "What I would add": words[:1500]})

    assert "Play back what I heard" in ben.card.buttons  # once more
    for call in world.slack.calls:
        for line in [*mrkdwn_in(_parsed(call.args)), *_texts(call.args)]:
            assert not alive(line), call.method


def _boxes(form: dict[str, Any]) -> list[str]:
    return [b["label"]["text"] for b in form["blocks"] if b["type"] == "input"]


def _parsed(args: Any) -> Any:
    return [json.loads(v) if isinstance(v, str) and v[:1] in "[{" else v for v in dict(args).values()]


def _texts(args: Any) -> list[str]:
    return [v for k, v in dict(args).items() if k == "text"]
