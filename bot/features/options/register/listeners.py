"""From Slack: reading a channel's register, copies of it, and minority notes.

Whoever asks must be in the channel now; that is asked before anything is read, and only what belongs to that
channel is.
"""

import re
from collections.abc import Set
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.options.flow import standing
from bot.features.options.models import STANDING, Record, State, facts
from bot.features.options.register import forms as pages
from bot.features.options.register import queries as register
from bot.features.options.register.cards import at_home, exports
from bot.features.options.register.forms import DUE, MINE, NOTE_MAX, PAGE, YEARS, Place
from bot.features.options.register.models import facts as of_register
from bot.features.options.register.queries import records
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import page, pressed
from bot.rounds.company.knowing import know
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Exports, Listeners
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Entry
from bot.rounds.time.hours import zone
from bot.slack import codes
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.calls import Answer, call
from bot.slack.codes import Kind
from bot.slack.files import send_to
from bot.slack.forms import Form as Sent
from bot.slack.granted import Granted
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.slack.there import name_of, permalink
from bot.store import Db, Store
from bot.words import Words

words = Words("register")

_CHANNEL = re.compile("[CG][A-Z0-9]{1,31}")


def open_(
    value: str, channel: str, who: Who, store: Store, clock: Clock, members: Members, granted: Granted
) -> View:
    """The register of the channel that a button names, else of the one where it was asked for."""
    return turn(value or channel, who, store, clock, members, granted)


def turn(value: str, who: Who, store: Store, clock: Clock, members: Members, granted: Granted) -> View:
    """The register as somebody left it, or another page of it."""
    place, now = _here(value, who, members), clock()
    here = (who.team, place.channel)
    with store.read() as db:
        zone_name = people.find(db, who.team, who.id).zone
        late = records.listing(db, *here, due=now, most=0).total
        found = _looked_for(db, place, who, now, zone(zone_name))
        first, round_ = records.oldest(db, *here), register.find(db, *here)
        goes_on = [] if place.searching or place.offset else register.under_way(db, *here)
    if place.offset and not found.records:
        return turn(str(replace(place, offset=0)), who, store, clock, members, granted)
    unmarked = round_ is not None and not of_register(round_)["bookmark"]
    return pages.listing(
        place,
        found.records,
        found.total,
        late,
        zone_name=zone_name,
        now=now,
        bookmark=unmarked,
        files=granted.has("files:write"),
        terms=found.terms,
        alike=found.alike,
        years=_years(first, now, zone(zone_name)),
        goes_on=goes_on,
    )


def search(
    ack: Ack,
    meta: str,
    form: Sent,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    granted: Granted,
) -> None:
    """What is asked for begins on its first page."""
    state, year, owner = form.choice("state") or "", form.choice("year") or "", "".join(form.people("owner"))
    place = replace(Place.of(meta), record="").looking_for(form.text("words"), state, owner, year)
    ack(turn(str(place), who, store, clock, members, granted))


def record(value: str, who: Who, store: Store, members: Members, slack: WebClient) -> View:
    place = _here(value, who, members)
    there = members.of(place.channel)
    with store.read() as db:
        found = records.newest(db, who.team, place.channel, place.record)
        found.links = register.linked(db, who.team, place.channel, found.id)
        round_ = register.matter(db, found)
        posted = register.stands(db, round_) if round_ else None
        ownerless = _ownerless(db, found, round_, there)
        stands = register.find(db, who.team, place.channel)
        zone_name = people.find(db, who.team, who.id).zone
    return pages.record(
        found,
        place,
        zone_name=zone_name,
        ownerless=ownerless,
        link=permalink(slack, posted),
        noting=_noting(round_, who.id),
        acts=standing.on_record(round_, who.id) if round_ else (),
        copies=of_register(stands)["exports"] if stands else (),
    )


def history(value: str, who: Who, store: Store, members: Members) -> View:
    place = _here(value, who, members)
    with store.read() as db:
        versions = records.versions(db, who.team, place.channel, place.record)
        return pages.history(versions, place, zone_name=people.find(db, who.team, who.id).zone)


def note(value: str, who: Who, store: Store, members: Members) -> View:
    place = _here(value, who, members)
    with store.read() as db:
        found = _to_note(db, place, who)
        unread = register.unread_of(db, found, who.id)
        mark = records.mark_of(db, who.team, place.channel, found.id, who.id)
    mine = next((n for n in found.notes if n.mark == mark), None)
    return pages.note(found, mine, place, proposed=unread)


def noted(ack: Ack, meta: str, form: Sent, who: Who, store: Store, members: Members) -> None:
    place, text, signed = _here(meta, who, members), form.text("note"), form.ticked("signed")
    short_enough("register", text, NOTE_MAX, field="note")
    with store.begin() as db:
        found = _to_note(db, place, who)
        name = people.find(db, who.team, who.id).name
        records.put_note(db, who.team, place.channel, found.id, who.id, text, name, signed)
    ack(pages.done("note", place))


def note_away(ack: Ack, value: str, who: Who, store: Store) -> None:
    """Theirs to take back wherever they are."""
    place = _place(value)
    with store.begin() as db:
        found = _to_note(db, place, who)
        records.take_note_away(db, who.team, place.channel, found.id, who.id)
    ack(pages.done("note_away", place))


def export(
    asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members, slack: WebClient
) -> View:
    """The copy goes to whoever asked, and to nobody else; once it is there, the channel is told.

    Who presses once more on the same page, as nothing came, gets it; the channel is told once for a page.
    """
    channel, _, fmt = value.partition("|")
    place = _here(channel, who, members, anew=True)
    if fmt not in exports.FORMATS:
        raise Refusal("common.not_here_any_more")
    with store.read() as db:
        kept = register.everything(db, who.team, place.channel)
    if exports.nothing_for(kept, fmt):
        return pages.done("no_days" if kept else "nothing_to_copy", place)
    name, data = exports.export(kept, fmt, channel_name=name_of(slack, place.channel), now=clock())
    with store.begin() as db:  # the channel is told their name
        people.meet(db, who.team, who.id, who.name)
    know(store, slack, who.team, clock())
    with store.begin() as db:
        if not pressed(db, asked, clock())[0]:
            return pages.done("asked", place)
        person = people.find(db, who.team, who.id)
        sending = register.Sending(asked.request, page(asked), person.name, fmt)
        register.sends(db, who.team, place.channel, sending, clock())
    answer = send_to(slack, who.id, person.dm, name, data, words["copy.comment"].fill())
    if answer.kind is not Kind.AMBIGUOUS:  # else time tells of it
        with store.begin() as db:
            register.sent(db, who.team, place.channel, sending, clock(), came=answer.ok)
    return pages.done(_became(answer), place)


def bookmark(
    asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members, slack: WebClient
) -> View:
    """One bookmark in the channel, which leads to the card of its register."""
    place = _here(value, who, members)
    with store.begin() as db:
        round_ = register.find(db, who.team, place.channel)
        if round_ and of_register(round_)["bookmark"]:
            return pages.done("bookmark_there", place)
        if not all(pressed(db, asked, clock())):
            return pages.done("asked", place)
        posted = register.stands(db, round_) if round_ else None
    link = permalink(slack, posted)
    if not link:
        return pages.done("no_card" if posted is None else "not_marked", place)
    title = words["bookmark.title"]
    put = call(slack, "bookmarks.add", channel_id=place.channel, title=title, type="link", link=link)
    if not put.ok:
        return pages.done(_why(put, "no_bookmarks", "not_marked"), place)
    with store.begin() as db:
        made = str((put.data.get("bookmark") or {}).get("id") or link)
        register.mark(db, who.team, place.channel, made, clock())
    return pages.done("bookmark", place)


def copy(db: Db, team: str, channel: str, fmt: str, now: datetime) -> tuple[str, bytes] | None:
    """For whoever runs the bot: a file, and its name; the channel is told. None where there is nothing."""
    kept = register.everything(db, team, channel)
    kept = exports.may_leave(kept) if fmt == exports.PUBLIC else kept
    if not kept:
        return None
    register.tell(db, team, channel, "", fmt, now)
    return exports.export(kept, fmt, channel_name=channel, now=now)


def agreed(db: Db, team: str) -> dict[str, Entry]:
    """A line of each channel's agreements that hold, for the Home tab of whoever is in it."""
    return {channel: at_home(channel, count) for channel, count in records.standing(db, team).items()}


def where(ack: Ack) -> None:
    """Slack tells of a press on a link, too: their browser opens it, and there is nothing to do."""
    ack()


def _here(value: str, who: Who, members: Members, *, anew: bool = False) -> Place:
    """What a button or a form names, for somebody who is in that channel now.

    Slack is asked `anew` for a copy, and before they read something there for the first time.
    """
    place = _place(value)
    members.check(place.channel, who.id, reads=place.record or place.channel, anew=anew)
    return place


def _place(value: str) -> Place:
    place = Place.of(value)
    if place.channel.startswith("D"):
        raise Refusal("register.refused.only_in_a_channel")
    if not _CHANNEL.fullmatch(place.channel):
        raise Refusal("common.not_here_any_more")
    return place


def _looked_for(db: Db, place: Place, who: Who, now: datetime, here: ZoneInfo) -> records.Listing:
    seen_to_by = [{one} for one in (place.owner, who.id if place.state == MINE else "") if one]
    return records.listing(
        db,
        who.team,
        place.channel,
        state=State(place.state) if place.state in list(State) else None,
        words=place.words,
        due=now if place.state == DUE else None,
        seen_to_by=set.intersection(*seen_to_by) if seen_to_by else None,
        between=_between(int(place.year), here) if place.year else records.EVER,
        most=PAGE,
        offset=place.offset,
    )


def _between(year: int, here: ZoneInfo) -> tuple[datetime, datetime]:
    begins, ends = (datetime(one, 1, 1, tzinfo=here).astimezone(UTC) for one in (year, year + 1))
    return begins, ends


def _years(first: datetime | None, now: datetime, here: ZoneInfo) -> list[int]:
    """The newest first, of the reader's calendar; none where there is only one to choose."""
    oldest, newest = ((one or now).astimezone(here).year for one in (first, now))
    return [*range(newest, oldest - 1, -1)][:YEARS] if oldest < newest else []


def _to_note(db: Db, place: Place, who: Who) -> Record:
    """The record, for somebody who may put a note beside it."""
    found = records.newest(db, who.team, place.channel, place.record)
    if not _noting(register.matter(db, found), who.id):
        raise Refusal("register.refused.not_yours")
    return found


def _noting(round_: Round | None, person_id: str) -> bool:
    """Whether somebody may put a minority note beside its record: they take part, or did."""
    if round_ is None or facts(round_)["state"] == State.SEALED:
        return False
    return any(seat.person_id == person_id for seat in round_.seats)


def _ownerless(db: Db, found: Record, round_: Round | None, there: Set[str]) -> bool:
    """Whether an agreement that holds has lost whoever saw to it: they stepped out, or are gone."""
    if not found.owner_id or found.state not in STANDING:
        return False
    if round_ is not None and not facts(round_)["owner"]:
        return True
    return found.owner_id not in there or people.find(db, found.team, found.owner_id).deleted


def _became(answer: Answer) -> str:
    if answer.ok:
        return "sent"
    return "not_heard" if answer.kind is Kind.AMBIGUOUS else _why(answer, "no_files", "not_sent")


def _why(answer: Answer, scope: str, other: str) -> str:
    """Whether whoever looks after the workspace would have to change something."""
    return scope if answer.means is codes.BARRED else other


EXPORTS = Exports(records.workspaces, copy)
SHOWS: Listeners = {
    "options.register": open_,
    "options.register_page": turn,
    "options.register_previous": turn,
    "options.record": record,
    "options.history": history,
    "options.note": note,
    "options.export": export,
    "options.bookmark": bookmark,
}
ACTIONS: Listeners = {
    "options.where": where,
    "options.note_away": note_away,
}
FORMS: Listeners = {
    "options.search": search,
    "options.note": noted,
}
