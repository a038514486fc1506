"""Small pieces of sentences that every practice's cards share."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.people.models import is_nobody
from bot.rounds.company import moving_on
from bot.rounds.company.away import last_day
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.showing.behind import few
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, Message, View, button, buttons, context, fits, labels, quote, section
from bot.slack.times import clock_time, day_of, when
from bot.words import Markup, Words, phrase


class Named(Protocol):
    """Somebody with a name: in a round, in a pair."""

    @property
    def person_id(self) -> str: ...
    @property
    def name(self) -> str: ...


def called(somebody: Named) -> str:
    """Their name; a plain word while nobody has told us yet, and for who was forgotten: never an id."""
    if is_nobody(somebody.person_id):
        return phrase("round.forgotten")
    return phrase("round.unnamed") if somebody.name == somebody.person_id else somebody.name


def names(seats: Iterable[Named], *, mention: bool = False, partner: bool = False) -> Markup:
    """Ana; Ana and Ben; Ana, Ben and Chloe.

    Whose name nobody has told us yet, Slack knows: `mention` them, where that rings nobody; else they are
    *somebody*, or where people reflect together, *your partner*.
    """
    return Markup(_joined([_called(seat, mention=mention, partner=partner) for seat in seats]))


def _called(seat: Named, *, mention: bool, partner: bool) -> Markup:
    if is_nobody(seat.person_id):
        return phrase("round.forgotten").fill()
    if seat.name != seat.person_id:
        return phrase("round.name_only").fill(name=seat.name)
    return (
        Markup(f"<@{seat.person_id}>")
        if mention
        else phrase("round.partner" if partner else "round.unnamed").fill()
    )


def mention(person_id: str) -> Markup:
    """Whoever that is, by the name that Slack knows; where it rings nobody."""
    return phrase("round.forgotten").fill() if is_nobody(person_id) else Markup(f"<@{person_id}>")


def plain_names(people: Iterable[Named]) -> str:
    """The same as plain text: for labels, and what a screen reader says."""
    return _joined([called(person) for person in people])


def _joined(called: Sequence[str]) -> str:
    if len(called) < 2:
        return "".join(called)
    return phrase("round.and").join([phrase("round.comma").join(called[:-1]), called[-1]])


def name_of(round_: Round, person_id: str) -> str:
    """Their name; what the practice calls a member where they have no place (did not sign, say)."""
    member = phrase(f"{round_.feature}.member")
    return next((called(seat) for seat in round_.seats if seat.person_id == person_id), member)


def as_written(reply: Reply, *, attribution: str | None = None) -> list[Block]:
    """Somebody's words, under that; where somebody changed their row, that they could not be read."""
    if reply.unreadable:  # nor is it known whose they are
        return [context(phrase("common.unreadable").fill())]
    return quote(reply.text or "", attribution=attribution)


def host_of(round_: Round) -> Markup:
    """Who looks after it; where nobody does any more, who did."""
    there = hosts(round_) or [seat for seat in round_.seats if seat.person_id == round_.host_id]
    return names(there)


def moment_of(round_: Round, moment: datetime | None, zone_name: str = "", *, live: bool = False) -> Markup:
    """Day and time (`live`: time of day), each reader's own; `zone_name` or the host's for what cannot draw.

    "" for no moment (UTC).
    """
    if moment is None:
        return Markup("")
    host = next((seat.zone for seat in round_.seats if seat.person_id == round_.host_id), "UTC")
    here = zone(zone_name or host)
    return clock_time(moment, here) if live else when(moment, here)


def moved_by(round_: Round, reader: Seat | None = None, *, live: bool = False) -> list[Markup]:
    """A line that says who moved it on to where it stands, where somebody did; none for whoever did it, and
    where people are there `live`.
    """
    who = moving_on.moved_by(round_) if round_.status == Status.RUNNING else ""
    if live or not who or (reader and who == reader.person_id):
        return []
    return [phrase(f"{round_.feature}.moved_by").fill(name=name_of(round_, who))]


def absent(
    round_: Round,
    waited: Sequence[Seat],
    reader: Seat | None = None,
    of: Sequence[Seat] | None = None,
    *,
    quiet: bool = False,
) -> list[Markup]:
    """Of those who are waited for: who is away and lets others read that; whom it has not reached yet.

    Whoever is away and does not show it looks like anybody who has not answered. `of`: of all these it is
    said that they are away, where nobody may learn who has done theirs. The `reader` reads nothing of
    themselves. `quiet`: nobody was told of this step as yet, and need not be.
    """
    if round_.status != Status.RUNNING or not waited or (reader and reader.left_at):
        return []
    away = [seat for seat in of or waited if seat.back_at and seat.away_shown and seat is not reader]
    unheard = [s for s in waited if _unheard(round_, s, quiet=quiet) and s is not reader]
    lines = [_away(round_, seat) for seat in away]
    if unheard:
        lines.append(phrase(f"{round_.feature}.waits.not_reached").fill(names=names(unheard)))
    return lines


def _unheard(round_: Round, seat: Seat, *, quiet: bool) -> bool:
    """Whether nothing of this step has reached them, and that may be known."""
    knows = seat.told_at and seat.told_at >= (round_.since or round_.created_at)
    return ((seat.waits_to_hear and not quiet) or seat.unreached) and not knows and not seat.back_at


def _away(round_: Round, seat: Seat) -> Markup:
    last = last_day(seat)
    if last is None:
        return phrase(f"{round_.feature}.waits.away_open").fill(name=called(seat))
    return phrase(f"{round_.feature}.waits.away").fill(name=called(seat), day=day_of(last))


def act(
    words: Words,
    name: str,
    id_: str,
    *,
    primary: bool = False,
    value: str = "",
    says: str = "",
    spoken: str = "",
) -> Block:
    """The button of that name: an action of this practice, labelled `do.<name>` unless it `says` otherwise.

    Where there are words `sure.<name>.…` it asks first; `for_readers.<name>`, or what is `spoken`, is for
    screen readers. The value is the round's id, and what stands behind it.
    """
    confirm = None
    if words.has(f"sure.{name}.title"):
        sure = [words[f"sure.{name}.{part}"] for part in ("title", "text", "yes")]
        confirm = (sure[0], sure[1], sure[2], words["sure.no"])
    if words.has(f"for_readers.{name}"):
        spoken = spoken or words[f"for_readers.{name}"]
    return button(
        says or words[f"do.{name}"],
        f"{words.file}.{name}",
        f"{id_}|{value}" if value else id_,
        style="primary" if primary else None,
        label_for_readers=spoken or None,
        confirm=confirm,
    )


def aloud(line: Markup, row: Sequence[Block]) -> Markup:
    """What is said, and what somebody can do: for notifications and screen readers."""
    if not row:
        return line
    return Markup(f"{line} {phrase('round.aloud.buttons').fill(buttons=', '.join(labels(row)))}")


def message(
    title: Markup,
    question: str,
    lines: Sequence[Markup],
    rows: Sequence[Sequence[Block]] = (),
    foot: Sequence[Block] = (),
    why: Sequence[Markup] = (),
) -> Message:
    """A card: what it is, what was asked and why, how it stands, what one can do, small print.

    Of more than five things that one can do, the last stand behind *More*: what is pressed most goes first.
    """
    told = [*why, *lines]
    key = ("card" if told else "asked") if question else ("no_question" if told else "title")
    said = phrase(f"round.aloud.{key}").fill(title=title, question=question, body=Markup(" ".join(told)))
    body = [section(Markup("\n".join(lines)))] if lines else []
    head = [section(f"*{title}*"), *(quote(question) if question else []), *([context(*why)] if why else [])]
    shown, rest = few(rows)
    return Message(
        aloud(said, [button for row in shown for button in row]),
        [*head, *body, *(buttons(*row) for row in shown), *foot],
        rest,
    )


def whisper(line: Markup, *row: Block, more: Sequence[Block] = ()) -> Message:
    """A line for one person's eyes, `more` of it that is not said aloud, and what they can do."""
    return Message(aloud(line, row), [section(line), *more, *([buttons(*row)] if row else [])])


def as_much_as_fits(
    groups: Iterable[Sequence[Block]],
    rest: Block | Callable[[int], Block],
    whole: Callable[[list[Block]], Message | View],
) -> list[Block]:
    """People's words, group by group, as much as Slack takes; then `rest`, where something was left out.

    Where `rest` says how many groups those are, it is handed their number.
    """
    shown: list[Block] = []
    waiting = list(groups)
    for done, group in enumerate(waiting):
        last = rest(len(waiting) - done) if callable(rest) else rest
        if not fits(whole([*shown, *group, last])):
            return [*shown, last]
        shown += group
    return shown
