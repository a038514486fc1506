"""What stands of a proposed question in messages: how it is with it, never its words."""

from collections.abc import Sequence
from datetime import datetime

from bot.catalogue import Family, Prompt
from bot.features.proposals.flow import asked, proposer, question_of, says_yes
from bot.features.proposals.models import LINE, WHY, YES, Step, facts
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing.drawing import Drawing, Entry, Weight, to_each
from bot.rounds.showing.prompts import USUAL
from bot.rounds.showing.sentences import absent, act, called, moment_of, names, whisper
from bot.slack.blocks import Message
from bot.words import Markup, Words

words = Words("proposals")


def draw(round_: Round) -> dict[str, Drawing]:
    return to_each(card)(round_)


def card(round_: Round, seat: Seat) -> Message:
    return _proposers(round_) if seat.person_id == round_.host_id else _asked(round_, seat)


def _proposers(round_: Round) -> Message:
    step = Step(round_.step)
    row = [act(words, name, round_.id) for name in (("mine", "take_back") if step != Step.OVER else ())]
    return whisper(stands(round_), *row, act(words, "how", ""))


def stands(round_: Round) -> Markup:
    """How it is with it, for whoever proposed it: neither who said what, nor what anybody brings."""
    key = "one_yes" if round_.step == Step.WAITS and says_yes(round_) else str(round_.step)
    lines = [words[f"stands.{key}"].fill(until=moment_of(round_, round_.ends_at))]
    lines += [words["stands.line"].fill()] if round_.of_kind(LINE) else []
    lines += absent(round_, asked(round_), of=asked(round_)) if round_.step == Step.WAITS else []
    return Markup("\n".join(lines))


def _asked(round_: Round, seat: Seat) -> Message:
    how = act(words, "how", "")
    if round_.step not in (Step.WAITS, Step.USABLE):
        return whisper(words["asked.over"].fill(), how)
    if seat.step:
        return whisper(words[f"asked.{seat.step}"].fill(), act(words, "change", round_.id), how)
    if round_.step == Step.USABLE:
        return whisper(words["asked.enough"].fill(), how)
    return whisper(who_asks(round_), act(words, "read", round_.id, primary=True), how)


def who_asks(round_: Round) -> Markup:
    """Named only where they ticked it."""
    if facts(round_).get("signed"):
        return words["asked.signed"].fill(name=names([proposer(round_)]))
    return words["asked.unsigned"].fill()


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """In a person's Home tab: what they are asked, what they proposed, and the door."""
    lines = [entry for round_ in rounds for entry in _lines(round_, round_.seat(person_id))]
    return [*lines, Entry(Weight.BEGIN, words["home.propose"].fill(), act(words, "propose", ""))]


def _lines(round_: Round, seat: Seat) -> list[Entry]:
    if round_.step == Step.OVER:
        return []
    if seat.person_id == round_.host_id:
        weight = Weight.GOES_ON if round_.step == Step.WAITS else Weight.WORDS
        line = words[f"home.{round_.step}"].fill()
        return [Entry(weight, line, act(words, "mine", round_.id), of=round_)]
    if round_.step == Step.WAITS and not seat.step:
        return [_line(round_, Weight.WAITS, "asked", "read")]
    if round_.step == Step.USABLE and seat.step == YES:
        return [_line(round_, Weight.WORDS, "said_yes", "change")]
    return []


def _line(round_: Round, weight: Weight, key: str, name: str) -> Entry:
    due = round_.ends_at if weight is Weight.WAITS else None
    return Entry(weight, words[f"home.{key}"].fill(), act(words, name, round_.id), of=round_, due=due)


def family(rounds: Sequence[Round]) -> Family | None:
    """What people here proposed, each marked so; None where there is nothing."""
    prompts = tuple(_prompt(round_) for round_ in rounds if question_of(round_))
    title, purpose = words["family.title"], words["family.purpose"]
    return Family("people", title, purpose, prompts) if prompts else None


def _prompt(round_: Round) -> Prompt:
    signed = bool(facts(round_).get("signed"))
    title = words["family.by"].plain(name=called(proposer(round_))) if signed else words["family.title"]
    why = text_of(round_, WHY, round_.host_id)
    return Prompt(round_.id, 1, title, why, question_of(round_), USUAL, ("pair",), source="people")
