"""What each practice hands to the generic tests of `tests/every`: a module a practice, called as it is.

`tests/practices/<name>.py` (or a folder of that name, when it grows) has one object, `HANDED`. It says how
the practice can look, what happens in it, who reads what, and what is left of it: `tests/every` does the
rest, for every practice that stands in FEATURES, and knows none by its name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from random import Random

from bot.features import FEATURES
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.slack.blocks import Message, View
from bot.store import Db
from tests.faults.harness import Transition
from tests.reading import lines_on, texts_of

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
TEAM, HERE = "T1", "C0HOME"
IDS, PLAIN = ("U0ANA", "U0BEN", "U0CHLOE"), ("Ana", "Ben", "Chloe")

Names = tuple[str, ...]
Drawn = Iterator[tuple[str, Message | View]]
Readable = Callable[[Round, str | None], Round]


@dataclass(frozen=True)
class History:
    """A round as it is, and as it was after each thing that happened before."""

    round: Round
    before: list[Round]

    def ever(self, so: Callable[[Round], object]) -> bool:
        return any(so(one) for one in (*self.before, self.round))


Claim = Callable[[History, Seat], object]  # whose card it stands on; a seat of nobody's for the channel's
NOBODY = Seat("")


def no_life(_: Random) -> Iterator[Round]:
    return iter(())


def no_rounds() -> list[Round]:
    return []


def nobody(_: Round, __: Reply, ___: str) -> bool:
    return False


def never(_: Round, __: Reply) -> bool:
    return False


def as_it_is(reply: Reply, _: Names, words: str) -> str | None:
    return words.strip() if reply.text is not None else None


def nothing(*_: object) -> Drawn:
    return iter(())


def alone_in_it(_: Db, __: Round) -> None:
    pass


def not_spoken(*_: object) -> Iterator[Message]:
    return iter(())


@dataclass(frozen=True)
class Handed:
    """What a practice hands in; what is not handed in cannot be shown of it.

    *How it can look.*
    - `scenes`: a round for each way that one of any kind can look, come to by its own rules, never changed
      by whoever asks for them; `cover`: fewer, in which every line and every button is still there.
    - `draws`: everything that is drawn of a round, each with the name of what draws it, below the
      practice's folder ("cards.card", "meeting.forms.ask"). Handed the round, how it is unsealed for somebody
      (a person's id, or None for what stands on a card), and a text that might be typed beside it.
    - `alone`: what is drawn without a round: usage, forms to begin with. Handed people's names and a text.
    - `worn`: what stands in a reply when people are called so and wrote this, cut as the forms cut it.
    - `spoken`: of a round, the cards that say aloud what it is about.
    - `hands_on`: names (as above), or modules, of what returns a message or a form that others draw.
    - `elsewhere`: keys of words, or their beginnings, that are said where no sample draws: in a file, in the
      answer to a press. `pressed_elsewhere`: buttons that stand there. `cut_short`: keys of what stands
      in the place of all that there was no room for.
    - `not_ours`: how ids of questions begin in which people's own words are chosen among, or the method's.
      `once_opened`: names (as above) of what draws a form with what stood behind its *More choices*.

    *Who reads what, and what is left.*
    - `may_read`: the practice's own rule of which replies somebody may read.
    - `sealed`: of each kind of round, the kinds of reply that nobody but their author may read; `opened`: of
      these, a reply that was opened since (where its kind stays the same).
    - `posted`: kinds of reply that stand in messages, each with what says so beforehand.
    - `days`: of each kind of round, or of its `<kind>.<reply>`, how many days after its end what was written
      is deleted: 0 for at once; `stays`: a reply that its author chose to keep.
    - `leaves`: how somebody leaves a round, by its rules; may refuse. None where nobody can.
    - `lasts`: what no time ends, and why that is meant: a kind of round ("rhythm"), or a kind at a step
      ("pair.together").
    - `keeps`: kinds of reply that are left when everything is over, and why that is meant.

    *What happens.*
    - `transitions`: what people and time do, each from where it begins (tests/faults/harness.py): crashed at
      every point, pressed twenty times over, refused from elsewhere.
    - `answered`: the names of those after which whatever Slack answers comes to the same; `asks_slack`: of
      these, those on whose way Slack is asked something, so that in an outage they cannot happen.
    - `secret`: what people write in them, that no log may have; `scopes`: what the app may do besides.
    - `beside`: what has to stand in the database beside a sample; handed the transaction and the round.
    - `presses` and `forms`: every id of a button (or shortcut) and of a form that a test of rights tries, and
      what it is about: a round; oneself; or own words, which one has even after leaving. `tries_itself`:
      its own table of rights tries them, in states of its own.

    - `in_channel`: its rounds stand in a channel; whoever is put out of it is tried there. `about_oneself`:
      what they may do all the same, where the tables above do not say that it is about own words.

    - `lives`: a random life of one round (or of those that came of it), state by state.
    - `claims`: of each sentence on its cards that claims an act, when it is so, by its key; `claims_nothing`:
      keys in those tables that only sound like it.
    - `final`: buttons with which somebody ends or moves on what they have before them: whoever presses
      everything, to see what can be found, leaves these.

    - `not_yet`: the name of a generic test that cannot be shown of it as yet, and why.
    """

    scenes: Callable[[], list[Round]] = no_rounds
    cover: Callable[[], list[Round]] = no_rounds
    draws: Callable[[Round, Readable, str], Drawn] = nothing
    alone: Callable[[Names, str], Drawn] = nothing
    worn: Callable[[Reply, Names, str], str | None] = as_it_is
    spoken: Callable[[Round, Readable], Iterator[Message]] = not_spoken
    hands_on: Names = ()
    elsewhere: Names = ()
    pressed_elsewhere: Names = ()
    cut_short: Names = ()
    not_ours: Names = ()
    once_opened: Names = ()
    may_read: Callable[[Round, Reply, str], bool] = nobody
    sealed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    opened: Callable[[Round, Reply], bool] = never
    posted: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    stays: Callable[[Round, Reply], bool] = never
    leaves: Callable[[Round, str, datetime], object] | None = None
    beside: Callable[[Db, Round], None] = alone_in_it
    lasts: Mapping[str, str] = field(default_factory=dict)
    keeps: Mapping[str, str] = field(default_factory=dict)
    transitions: tuple[Transition, ...] = ()
    answered: Names = ()
    asks_slack: Names = ()
    secret: Names = ()
    scopes: Names = ()
    presses: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    tries_itself: bool = False
    in_channel: bool = False
    about_oneself: Names = ()
    lives: Callable[[Random], Iterator[Round]] = no_life
    claims: Mapping[str, Claim] = field(default_factory=dict)
    claims_nothing: Names = ()
    final: Names = ()
    not_yet: Mapping[str, str] = field(default_factory=dict)


def handed(feature: Feature) -> Handed:
    """What that practice hands in; ModuleNotFoundError where it hands in nothing."""
    found = import_module(f"tests.practices.{feature.name}").HANDED
    assert isinstance(found, Handed)
    return found


def claimed(feature: Feature, practice: Handed, message: Message) -> set[str]:
    """The keys of the sentences on it that claim an act: the practice's own, else those of all practices."""
    tables = {key.partition(".")[0] for key in practice.claims}
    said = {f"{table}.{key}" for table in tables for key in _said(feature, table, message)}
    return said & set(practice.claims)


def _said(feature: Feature, table: str, message: Message) -> set[str]:
    shared = lines_on(message, table, "round") - set(texts_of(feature.name, table))
    return lines_on(message, table, feature.name) | shared


def compared(
    feature: Feature, practice: Handed, round_: Round, past: list[Round]
) -> Iterator[tuple[str, bool]]:
    """Each sentence on its cards that claims an act, by its key, and whether it is so.

    `round_` is unsealed as its cards are, `past` is what it was after each thing that happened before.
    """
    kind = next(kind for kind in feature.kinds if kind.name == round_.kind)
    for place, drawing in kind.draw(round_).items():
        seat = next((seat for seat in round_.seats if seat.person_id == place), NOBODY)
        for key in sorted(claimed(feature, practice, drawing.message)):
            yield key, bool(practice.claims[key](History(round_, past), seat))


def everybody() -> list[tuple[Feature, Handed]]:
    """Every practice with what it hands in."""
    return [(feature, handed(feature)) for feature in FEATURES]
