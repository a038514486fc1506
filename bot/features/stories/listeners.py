"""How a stories round begins, and what people say to it: yes to telling, a moment for oneself."""

from datetime import UTC, date, datetime, time

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.stories import cards, flow
from bot.features.stories.flow import NAME, PRACTICE
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import enough, knowing
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.practice.install import pressing
from bot.rounds.showing import meant, typed
from bot.rounds.time.hours import OPENS, zone
from bot.rounds.time.rhythm import ONCE
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import Form, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.store import Store

press = pressing(PRACTICE)


def start(ack: Ack, text: str) -> Afterwards | None:
    """`/alongside stories [what about]`: the form to ask for one."""
    if unescape(text).strip().lower() == meant.HELP:
        ack(cards.usage())
        return None
    return Afterwards(new)


def new(
    value: str,
    text: str,
    channel: str,
    who: Who,
    slack: WebClient,
    store: Store,
    settings: Settings,
    clock: Clock,
) -> View:
    """Typed, or from Home. Refuses where nobody is named who can be turned to."""
    there, _ = knowing.reachable(store, slack, who, settings.support_in(who.team), clock())
    place = next((one for one in (value, channel) if one.startswith(("C", "G"))), "")
    with store.read() as db:
        here = people.find(db, who.team, who.id).zone
    if not there:
        raise Refusal(f"{NAME}.refused.no_support")
    return cards.start(place, unescape(text).strip()[: cards.THEME_MAX], there, here, clock())


def ask(
    ack: Ack,
    meta: str,
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """It is posted, and those who are named are asked, each apart."""
    theme, place, now = form.text("theme"), meta or form.channel("channel"), clock()
    short_enough(NAME, theme, cards.THEME_MAX, field="theme")
    support, tellers, beside = form.choice("support") or "", form.people("tellers"), form.people("beside")
    if support not in settings.support_in(who.team):
        raise Refusal(f"{NAME}.refused.no_support", field="support")
    members.check(place, who.id, anew=True)
    for field, chosen in (("tellers", tellers), ("beside", beside), ("support", (support,))):
        if not members.of(place).issuperset(chosen):
            raise Refusal(f"{NAME}.refused.not_there", field)
        knowing.greet(store, slack, who, chosen, NAME, now, field)
    with store.begin() as db:
        people.meet_all(db, who.team, (who.id, *tellers, *beside, support))
        me, one, other, *named = (
            queries.seat(db, who.team, person_id) for person_id in (who.id, support, *beside, *tellers)
        )
        live = form.choice("pace") == cards.PACES[1]
        opens = _opens(form, me.zone, now, live=live)
        id_ = id_from(who.team, NAME, request)
        begun = flow.ask(who.team, id_, me, named, place, theme, now, beside=other, support=one, opens=opens,
                         live=live)  # fmt: skip
        flow.stand(begun)
        enough.begins(db, begun, settings, now)
    ack(cards.asked(place))


def _opens(form: Form, zone_name: str, now: datetime, *, live: bool) -> datetime:
    """On that day, where they are; at one's own pace when the working day begins. Refuses what is no time."""
    day, at = date.fromisoformat(form.choice("day") or now.date().isoformat()), OPENS
    if live and not typed.is_time(form.text("time")):
        raise Refusal(f"{NAME}.refused.time", field="time")
    if live:
        at = time.fromisoformat(typed.planned_at(ONCE, day.weekday(), form.text("time"), zone_name, now).at)
    return datetime.combine(day, at, zone(zone_name)).astimezone(UTC)


def _yes(round_: Round, me: str, form: Form, _: str, __: datetime) -> None:
    flow.say_yes(round_, me, form.ticked("few"))


def _moment(round_: Round, me: str, form: Form, _: str, now: datetime) -> None:
    ticked = form.several("whom")
    flow.calls(round_, me, [one for one in ticked if one != "rest"], rests="rest" in ticked, now=now)


SHOWS: Listeners = {
    f"{NAME}.new": new,
    f"{NAME}.tell": press.opens(cards.tell),
    f"{NAME}.moment": press.shows(cards.moment),
}
FORMS: Listeners = {
    f"{NAME}.start": ask,
    f"{NAME}.tell": press.sends(_yes, "tells"),
    f"{NAME}.moment": press.sends(_moment, "moment"),
}
