"""What somebody types that can only be meant for the app: told from a question, and what is said to it.

It is looked for in one place, before a practice's own command is asked, whatever the practice.
"""

import re
from dataclasses import dataclass
from functools import cache

from bot.rounds.showing import typed
from bot.rounds.showing.sentences import whisper
from bot.slack.asked import Asked
from bot.slack.blocks import BUTTON_VALUE, Message, button
from bot.slack.forms import mentions, unescape
from bot.slack.text import cut, escaped_bytes
from bot.slack.times import MONTHS
from bot.words import Words, phrase

ALL_THE_SAME = "alongside.all_the_same"
HELP, STOP, LEAVE, PAUSE, AWAY = "help", "stop", "leave", "pause", "away"
OFTEN, SKIP, LIST = "often", "skip", "list"
GROUP, WHO = "group", "who"  # a user group, or everybody here, is named; or people, and no word besides
RHYTHM = "rhythm"  # a time that comes again
PACE, NO_PACE = "pace", "no_pace"  # behind two dashes: how it is to go; something else, or not with two
EVERYBODY, PAIRS = "everybody", "pairs"  # behind two dashes: who else than one's own pair is asked
_ALONE = (STOP, LEAVE, PAUSE, AWAY, OFTEN, SKIP, LIST)
ALL = (*_ALONE, GROUP, WHO, RHYTHM, PACE, NO_PACE)  # but for HELP, which the practice answers
_QUOTED = 500  # bytes of a question once it is escaped, at most
_SHORT = {HELP, WHO}  # no question, whatever one thinks of it
_GROUP = re.compile(r"<!(?:subteam\^|here|channel|everyone)[^<>]*>")
_DASH = re.compile(r"(--+|—|–|―|(?<!\S)-)[ \t]*")
_AMOUNT = re.compile(r"\d{1,4}(?:[:.h]?\d\d)?(?:st|nd|rd|th)?([^\W\d_]*)")
_BY_NAME = re.compile(r"<@[UW][A-Z0-9]+[^<>]*>")


@dataclass(frozen=True)
class Meant:
    """`what` it can only mean; `question` is what stands before the dashes, as it was typed."""

    what: str
    question: str = ""


def for_the_app(text: str) -> Meant | None:
    """What these words of a command (as Slack sent them) say to the app; None for what can be a question."""
    people, said = mentions(text)
    plain = " ".join(said.casefold().split())
    if plain in _ways("help"):
        return Meant(HELP)
    if _GROUP.search(text):
        return Meant(GROUP)
    if people and not plain:
        return Meant(WHO)
    for what in _ALONE:
        if _is(what, plain.rstrip(".!")):
            return Meant(what)
    return Meant(RHYTHM) if typed.is_rhythm(plain) else _behind(text)


def answer(found: Meant, asked: Asked, practice: str, *, puts: bool) -> Message:
    """What does that, for whoever typed it; where it `puts` questions, the way to put it all the same."""
    words, name = Words(practice), asked.verb
    line = words[f"meant.{found.what}"].fill(
        command=name, question=cut(found.question, _QUOTED, escaped_bytes) or words["meant.like"]
    )
    row = []
    if puts and found.what not in _SHORT and len(asked.typed) <= BUTTON_VALUE:
        row = [button(phrase("common.all_the_same"), ALL_THE_SAME, asked.typed)]
    return whisper(line, *row)


def dashed(text: str) -> tuple[str, str]:
    """What stands before two dashes at the end, and whom the words behind them name (as `for_whom`).

    All of it, and "", where they name nobody that there is a word for.
    """
    dashes = list(_DASH.finditer(text))
    if not dashes or dashes[-1][1] == "-" or text[: dashes[-1].start()][-1:] not in ("", " "):
        return text, ""
    named = " ".join(text[dashes[-1].end() :].casefold().split()).rstrip(".!")
    whom = _for_whom().get(named, "")
    return (text[: dashes[-1].start()].strip(), whom) if whom else (text, "")


@cache
def _for_whom() -> dict[str, str]:
    return typed.named({whom: typed.words[f"for_whom.{whom}"] for whom in (EVERYBODY, PAIRS)})


def _behind(text: str) -> Meant | None:
    """What stands behind the last dash: a pace, or what somebody may think is one."""
    dashes = list(_DASH.finditer(text))
    if not dashes:
        return None
    before, dash, behind = text[: dashes[-1].start()], dashes[-1][1], text[dashes[-1].end() :]
    said = [word.strip(",.;!").casefold() for word in _BY_NAME.sub(" ", behind).split()]
    if _is(OFTEN, " ".join(said)):
        return Meant(OFTEN, unescape(before))
    spaced = before[-1:] in ("", " ")
    apart = spaced and dash in ("--", "—", "–") and dashes[-1][0] != dash
    if typed.is_rhythm(" ".join(said)) or (said and all(word in _paces() or _timed(word) for word in said)):
        if apart or any(word in _paces() for word in said):
            return Meant(PACE if apart else NO_PACE, unescape(before))
    elif not said and apart and _BY_NAME.search(behind):
        return Meant(PACE, unescape(before))
    odd = len(said) == 1 and dash == "--" and spaced and said[0].isalpha() and behind.strip().isalpha()
    wished = [word for word in said if word in _ways("pace")]
    known = all(word in wished or word in _paces() or _timed(word) for word in said)
    if odd or (wished and spaced and known):
        return Meant(NO_PACE, unescape(before))
    return None


def _is(what: str, plain: str) -> bool:
    begins = next((way for way in _ways(what) if f"{plain} ".startswith(f"{way} ")), None)
    rest = plain.removeprefix(begins).replace(",", " ").split() if begins else []
    return begins is not None and all(word in _ways("beside") or _timed(word) for word in rest)


def _timed(word: str) -> bool:
    """A number, a time, a day or a month."""
    amount = _AMOUNT.fullmatch(word)
    unit = amount[1] if amount else word
    return unit in ("", *_units()) or typed.is_weekday(word) or word in _months()


@cache
def _ways(what: str) -> tuple[str, ...]:
    """What people type for it, in small letters, the longest first."""
    return tuple(sorted(typed.named({what: typed.words[f"app.{what}"]}), key=len, reverse=True))


@cache
def _units() -> frozenset[str]:
    """What may stand behind a number: a unit of time, before noon, after it."""
    keys = ("listening.unit.gather", "listening.unit.live", "listening.unit.relay", "half.am", "half.pm")
    return frozenset(way for key in keys for way in typed.named({key: typed.words[key]}))


@cache
def _paces() -> frozenset[str]:
    """What says how a question is to be listened to."""
    keys = (
        *("pace.gather", "pace.live", "pace.relay", "form.simple", "form.cafe", "form.council"),
        *("tick.check_in", "tick.play_back", "tick.plain", "tick.publish"),
    )
    texts = {key: typed.words[f"listening.{key}"] for key in keys}
    return frozenset(typed.named(texts))


@cache
def _months() -> frozenset[str]:
    """Their names, and what these begin with."""
    called = [phrase(f"common.month.{month}").casefold() for month in MONTHS]
    return frozenset([*called, *(name[:3] for name in called)])
