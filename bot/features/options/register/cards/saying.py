"""What stands in a record, part by part, as it is told on a page and in a copy."""

from collections.abc import Collection, Mapping
from hashlib import sha256

from bot.features.options.models import Considered, Level, Record, Reservation, Unnamed, day_from
from bot.slack.times import day_of
from bot.words import Phrase, Words

words = Words("record")

TITLE = 150  # characters of a title, where there is only a line for it
LISTS = ("contributors", "levels", "kinds", "skipped")
VOICES = ("reservations", "earlier", "held", "working", "beside", "handed", "notes")
Voice = tuple[str, str, str]  # what it is; whose, "" for a member who did not sign; and their words


def state_of(state: str) -> Phrase:
    return words[f"state.{state}"]


def level_of(level: str) -> Phrase:
    return words[f"level.{level}"]


def listed(record: Record, name: str, but: Collection[str] = ()) -> list[str]:
    """One of LISTS, line by line; `but` names what is left out."""
    w = record.words
    if name == "kinds":
        return [words[f"kind.{kind}"] for kind in w["kinds"]]
    if name == "skipped":
        return [words[f"skipped.{step}"] for step in w["skipped"]]
    if name == "contributors":
        return [unit(words[f"kind.{kind}"], many) for kind, many in w["contributors"].items() if many]
    there = [one for one in Level if w["levels"].get(one) and one not in but]
    return [unit(level_of(one), w["levels"][one]) for one in there]


def voices(record: Record, name: str) -> list[Voice]:
    """One of VOICES: what each said; notes in an order that says nothing of who wrote them."""
    w = record.words
    if name == "notes":
        notes = sorted(record.notes, key=lambda note: sha256(note.text.encode()).digest())
        return [(words["copy.note"], note.name, note.text) for note in notes]
    if name in ("working", "beside"):
        said = w["working"] if name == "working" else w["beside"]
        return [(words[f"answer.{one['answer']}"], one["name"], one["text"]) for one in said]
    if name == "handed":
        return [(words["copy.handed"].plain(day=one["day"]), one["by"], one["to"]) for one in w["handed"]]
    against = {"earlier": w["earlier"], "held": w["held"]}.get(name, w["reservations"])
    return [voice for one in against for voice in _against(one)]


def _against(one: Reservation) -> list[Voice]:
    """Why, and what would make it safe enough to try, where that was said."""
    why: Voice = (level_of(one["level"]), one["name"], one["text"])
    safe = one.get("safe", "")
    return [why, (words["safe"], one["name"], safe)] if safe else [why]


def texts(record: Record) -> Mapping[str, str]:
    """What stands there as one text; a count as its number, nothing as ""."""
    plain = {name: said for name, said in record.words.items() if isinstance(said, str | int)}
    return {name: str(said) if said else "" for name, said in plain.items()}


def day_said(said: str) -> str:
    """A day of a record's words by its name, for example "Monday 5 October 2026"; "" for none."""
    day = day_from(said)
    return words["copy.day"].plain(day=day_of(day), year=day.year) if day else ""


def blacked_out(one: Unnamed) -> Phrase:
    """That a passage was, by whom and when: it fills a name and a day."""
    return words["unnamed" if one["by"] else "unnamed_by_all"]


def unit(what: str, count: int) -> str:
    return words["copy.unit"].plain(what=what, count=count)


def further_of(one: Considered) -> str:
    """How many would take an option further; "" where nobody has ticked any."""
    of = one.get("ticked", 0)
    return words["further"].plain(count=one.get("further", 0), of=of) if of else ""
