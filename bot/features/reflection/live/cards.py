"""We are both here: what a card says while people are there together, or would be, and their presses."""

from bot.features.reflection.flow import hearing, live
from bot.features.reflection.models import DRAFT, MINUTES, WAITING, live_of, place
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.sentences import act, names
from bot.slack.blocks import Block
from bot.words import Markup, Words

words = Words("reflection")


def buttons(round_: Round, seat: Seat) -> list[Block]:
    """To say that one is here; or to go back to one's own time."""
    if seat.left_at or not live.can(round_):
        return []
    if live_of(round_) or place(seat).get("here"):
        return [act(words, "in_our_time", round_.id)]
    all_ = words["do.here_all"] if len(round_.present) > 2 else ""
    return [act(words, "here", round_.id, says=all_)]


def lines(round_: Round, seat: Seat) -> list[Markup]:
    """How it stands with being there together; nothing where nobody asked for it."""
    if seat.left_at or not live.can(round_):
        return []
    return _together(round_, seat) if live_of(round_) else _before(round_, seat)


def _before(round_: Round, seat: Seat) -> list[Markup]:
    """Who says that they are here, without a word of who does not."""
    there = [s for s in round_.others(seat.person_id) if place(s).get("here")]
    is_here = "live.are_here" if len(there) > 1 else "live.is_here"
    lines = [words[is_here].fill(names=names(there, partner=True))] if there else []
    if place(seat).get("here"):
        lines.append(words["live.you_are_here"].fill(all=_all(round_)))
    elif place(seat).get("unhurried") == round_.step:
        lines.append(words["live.unhurried"].fill())
    return lines


def _together(round_: Round, seat: Seat) -> list[Markup]:
    """What is on, about how long it takes, and once that this is nearly over, for whoever is on."""
    now, on = live_of(round_), live.part(round_)
    kind, mine = on.partition(":")[0], _is_on(round_, seat)
    who = live.turn(round_)
    if kind == "confirm" and who:
        who = hearing.waiting_on(round_, who)
    key = kind or "open"
    if kind in ("hear", "again", "confirm"):
        key = f"{kind}_me" if mine else f"{kind}_then" if live.waits(round_, seat) else kind
    lines = [
        words[f"live.{key}"].fill(
            all=_all(round_), who=names([who] if who else [], partner=True), minutes=MINUTES.get(kind, 0)
        )
    ]
    nearly = now and now["nearly"] and now["part"] == on and mine
    return [*lines, words["live.nearly"].fill()] if nearly else lines


def _is_on(round_: Round, seat: Seat) -> bool:
    """Whether it is this person whom the part is about."""
    on, listener = live.part(round_).partition(":")[0], live.turn(round_)
    if on == "write":
        return seat.step in (WAITING, DRAFT)
    if on in ("hear", "again", "confirm"):
        return listener is not None and hearing.waiting_on(round_, listener) is seat
    return on != ""


def _all(round_: Round) -> Markup:
    return words["both" if len(round_.present) == 2 else "all"].fill()
