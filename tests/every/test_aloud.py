"""Every card says itself aloud: what a notification and a screen reader say is all that stands on it."""

import html
import re
from itertools import islice

import pytest

from bot.rounds.feature import Feature
from bot.slack.blocks import CUT, Message
from bot.slack.text import clean
from tests.every.drawing import DATE, HOSTILE, dressed, read_by
from tests.every.each import each_practice, holds
from tests.every.plainly import plainly
from tests.practices import PLAIN, Handed
from tests.reading import labels_in
from tests.size import SOAK, TEXTS, some

pytestmark = pytest.mark.usefixtures("doors")

_COUNTING = re.compile(
    r"\b(?:in|within|only|another) (?:\w+ )?(?:\d+|an?|one|two) (?:minute|hour|day)s?\b"
    r"|\b(?:minutes?|hours?|days?) (?:left|to go|remain)|\bremaining\b|\btime is running\b"
    r"|(?<!\bno )\bhurry\b",
    re.IGNORECASE,
)


def wrong(feature: Feature, practice: Handed) -> list[str]:
    return [*_reads_badly(feature), *_left_out(feature, practice)]


def _reads_badly(feature: Feature) -> list[str]:
    found = []
    for by, text, labels in sorted(plainly(feature).aloud):
        spoken = DATE.sub("", text)
        if not re.match(r"[A-Z“/]", spoken):
            found.append(f"{by} begins as nobody would: {spoken[:60]}")
        if re.search(r"[*_~`]|:[a-z_]+:|\{|\}", spoken):
            found.append(f"{by} says marks aloud: {spoken[:60]}")
        found += [f"{by} does not say {label}" for label in labels if label not in html.unescape(spoken)]
    return found


def _left_out(feature: Feature, practice: Handed) -> list[str]:
    """What stands on a card, or is what it is about, and is not said."""
    readable, found, spoken = read_by(feature, practice), list[str](), 0
    for scene in practice.scenes() if SOAK else practice.cover():
        round_ = dressed(practice, scene, PLAIN, "What now?")
        for message in practice.spoken(round_, readable):
            spoken += 1
            asked = next((r.text or "" for r in reversed(round_.replies) if r.kind == "question"), "")
            found += [
                f"{round_.kind} at {round_.step} does not say {part}"
                for part in (*labels_in(message.blocks), asked)
                if part not in html.unescape(message.text)
            ]
    return found if spoken or not feature.kinds else ["no card of it was said aloud"]


@each_practice
def test_every_card_says_all_of_itself_aloud(feature: Feature, practice: Handed) -> None:
    holds("aloud", wrong, feature, practice)


@each_practice
def test_no_card_counts_down(feature: Feature, practice: Handed) -> None:
    for by, line in plainly(feature).lines:
        assert not _COUNTING.search(line), (by, line)


@pytest.mark.parametrize("words", some(HOSTILE, "aloud", TEXTS), ids=lambda text: text[:6])
@each_practice
def test_the_question_is_said_aloud_as_it_was_written(feature: Feature, practice: Handed, words: str) -> None:
    for round_ in islice(practice.cover(), 0, None, 8):
        worn = dressed(practice, round_, PLAIN, words)
        asked = [r for r in worn.replies if r.kind == "question"]
        for message in practice.spoken(worn, read_by(feature, practice)) if len(asked) == 1 else ():
            assert_said(message, asked[0].text or "")


def assert_said(message: Message, text: str) -> None:
    question = _bare(" ".join(clean(text).split()))
    aloud = _bare(html.unescape(message.text))
    assert question[:100] in aloud
    assert aloud.endswith(CUT) or question in aloud


def _bare(line: str) -> str:
    """Without what keeps other people's words apart from ours."""
    return re.sub("[\u200b\u2068\u2069]", "", line)
