"""What people type, a time that comes again above all, read by the words that `prompts/` has for it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

from bot.refusal import Refusal
from bot.rounds.time.rhythm import ONCE, STEPS, Rhythm, begin
from bot.slack.times import DAYS, MONTHS
from bot.words import Words, phrase

words = Words("typed")
Name = TypeVar("Name", bound=str)


def rhythm(text: str, zone: str, now: datetime) -> Rhythm | None:
    """The rhythm that a text like `weekly mon 9:30` names, in that zone; None where it is something else.

    Refuses what begins like one and cannot be read.
    """
    begun = _begun(text)
    if begun is None:
        return None
    (every, rest), weekday = begun, 0
    if every != "day":
        weekday = _weekday(rest.pop(0) if rest else "")
    return begin(every, weekday, _time("".join(rest)), zone, now)


def day(text: str, today: date) -> date | None:
    """The day that a text like `until 14 December`, `Friday` or `2026-12-14` names; None for none."""
    left_out = (*_ways(words["between"]), *_ways(words["until"]))
    typed = [word for word in re.split(r"[\s,./-]+", text.casefold()) if word and word not in left_out]
    if len(typed) == 1 and (found := _weekdays().fullmatch(typed[0])):
        return today + timedelta(days=(DAYS.index(str(found.lastgroup)) - today.weekday()) % 7 or 7)
    numbers = [int(word) for word in typed if word.isdigit()]
    months = [month for word in typed if (month := _month(word))]
    if len(numbers) + len(months) != len(typed):
        return None
    if len(numbers) == 3 and numbers[0] > 31:  # 2026-12-14
        numbers = numbers[::-1]
    if months and len(numbers) in (1, 2) and len(months) == 1:
        numbers.insert(1, months[0])
    if len(numbers) not in (2, 3):
        return None
    return _next_such(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else None, today)


def _next_such(number: int, month: int, year: int | None, today: date) -> date | None:
    """That day, this year or next where no year is named."""
    for one in (year,) if year else (today.year, today.year + 1):
        with suppress(ValueError):
            found = date(one, month, number)
            if year or found >= today:
                return found
    return None


def _month(word: str) -> int:
    """1 to 12; 0 for no month. Three letters of its name are enough."""
    names = [phrase(f"common.month.{month}").casefold() for month in MONTHS]
    return next((n for n, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)), 0)


def planned(text: str, zone: str, now: datetime) -> tuple[Rhythm | None, str]:
    """The time that stands among these words, as `weekly thu 15:00` or `thu 15:00`, and what else they say.

    Refuses what begins like one and cannot be read.
    """
    said, wrong = text.split(), None
    for length in range(len(said), 0, -1):
        for at in range(len(said) - length + 1):
            part, rest = said[at : at + length], said[:at] + said[at + length :]
            try:
                found = rhythm(" ".join(part), zone, now) or _once(" ".join(part), zone, now)
            except Refusal as refusal:
                found, wrong = None, wrong or (refusal if at == 0 else None)
            if found:
                return found, " ".join(rest)
    if wrong:
        raise wrong
    return None, text


def is_time(text: str) -> bool:
    """Whether it reads as a time of day."""
    try:
        time_of(text)
    except Refusal:
        return False
    return True


def planned_at(every: str, weekday: int, text: str, zone: str, now: datetime) -> Rhythm:
    """The same where the day was chosen, and the time typed; refuses what is no time."""
    return begin(every, weekday, time_of(text), zone, now)


def time_of(text: str) -> time:
    """The time of day that was typed; refuses what is none."""
    return _time(text.casefold().replace(" ", ""))


def _once(text: str, zone: str, now: datetime) -> Rhythm | None:
    """A day and a time, which come once."""
    between = _ways(words["between"])
    day, *rest = [word for word in text.casefold().replace(",", " ").split() if word not in between] or [""]
    if not is_weekday(day) or (len(rest) > 1 and not is_time("".join(rest))):
        return None
    return begin(ONCE, _weekday(day), _time("".join(rest)), zone, now)


def is_rhythm(text: str) -> bool:
    """Whether it is meant for one, be it that it can be read or not."""
    return _begun(text) is not None


def how_often(text: str) -> str | None:
    """How often it is to come, where nothing else is said: `weekly`, alone; None for everything else."""
    begun = _begun(text)
    return begun[0] if begun and not begun[1] else None


def is_weekday(word: str) -> bool:
    """Whether it names one, in small letters."""
    return _weekdays().fullmatch(word) is not None


def named(texts: Mapping[Name, str]) -> dict[str, Name]:
    """What people may type, in small letters, and the name that it means; `texts` are the words for each."""
    return {way: name for name, text in texts.items() for way in _ways(text)}


def _begun(text: str) -> tuple[str, list[str]] | None:
    """How often it comes, and what else is said; None where it is no rhythm at all."""
    between = _ways(words["between"])
    typed = [word for word in text.casefold().replace(",", " ").split() if word not in between]
    start = next((start for start in _starts() if typed[: len(start.split())] == start.split()), None)
    rest = typed[len(start.split()) :] if start else []
    return (_starts()[start], rest) if start and _meant(start, rest) else None


def _meant(start: str, rest: list[str]) -> bool:
    """Whether it is a rhythm at all: "Every Monday the same handover: why?" is a question."""
    named = bool(rest) and _weekdays().fullmatch(rest[0]) is not None
    timed = any(word[0].isdigit() for word in rest[:2])
    short = len(rest) <= 3
    return named + timed + short >= (2 if start in _ways(words["every.bare"]) else 1)


def _weekday(word: str) -> int:
    found = _weekdays().fullmatch(word)
    if found is None:
        raise Refusal("common.rhythm.day")
    return DAYS.index(str(found.lastgroup))


def _time(text: str) -> time:
    found = _times().fullmatch(text)
    hour, minute, half = (int(found[1]), int(found[2] or 0), found.lastgroup) if found else (24, 0, None)
    if half:
        hour = hour % 12 + 12 * (half == "pm") if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise Refusal("common.rhythm.time")
    return time(hour, minute)


@cache
def _starts() -> dict[str, str]:
    """What a rhythm begins with, the longest first, and how often it comes."""
    found = {way: every for every in STEPS if every != ONCE for way in _ways(words[f"every.{every}"])}
    return {way: found[way] for way in sorted(found, key=len, reverse=True)}


@cache
def _weekdays() -> re.Pattern[str]:
    begins = "|".join(f"(?P<{day}>{_any(words[f'weekday.{day}'])})" for day in DAYS)
    joint, end = _any(words["weekday.joint"]), _any(words["weekday.end"])
    return re.compile(f"(?:{begins})(?:{joint})?(?:{end})?")


@cache
def _times() -> re.Pattern[str]:
    am, pm = _any(words["half.am"]), _any(words["half.pm"])
    return re.compile(rf"(\d{{1,2}})(?:[:.h](\d\d))?(?:(?P<am>{am})|(?P<pm>{pm}))?\.?")


def _ways(text: str) -> list[str]:
    return [way.strip() for way in text.casefold().split("|")]


def _any(text: str) -> str:
    return "|".join(map(re.escape, _ways(text)))
