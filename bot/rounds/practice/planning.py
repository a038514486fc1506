"""The form in which a round that opens on its day is asked for: who, with whom, when; typed, or from Home."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from slack_sdk import WebClient

from bot.clock import Clock
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import enough, knowing
from bot.rounds.company.heard import first_time
from bot.rounds.company.standing import hosting, short_enough
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, id_from
from bot.rounds.practice.install import pressing, save
from bot.rounds.practice.planned import Opening, Plan, ask, ask_more, room_for, stand
from bot.rounds.showing import meant, pages, typed
from bot.rounds.showing.sentences import called, whisper
from bot.rounds.time.hours import OPENS, days_on, zone
from bot.rounds.time.rhythm import ONCE
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Block, View, channel, choice, section, text_input
from bot.slack.blocks import people as persons
from bot.slack.forms import Form, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.times import day_of
from bot.store import Store
from bot.words import Markup, Words

THEME_MAX = 200  # characters
UNHURRIED, LIVE = "unhurried", "live"
_USUAL, _DAYS = 5, 15  # working days: until it opens, if nothing else is chosen; that can be chosen


class Planning:
    """Makes the listeners of one such practice; its words are `start.…`."""

    def __init__(self, opening: Opening) -> None:
        self._opening, self._name = opening, opening.practice.name
        self._words, self._presses = Words(self._name), pressing(opening.practice)

    def start(self, ack: Ack, text: str) -> Afterwards | None:
        """`/alongside <practice> [what about]`: the form to ask for one."""
        if unescape(text).strip().lower() == meant.HELP:
            ack(whisper(self._words["usage"].fill()))
            return None
        return Afterwards(self.new)

    def new(
        self,
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
            raise Refusal(f"{self._name}.refused.no_support")
        return self.form(place, unescape(text).strip()[:THEME_MAX], there, here, clock())

    def form(self, place: str, theme: str, support: Sequence[Seat], zone_name: str, now: datetime) -> View:
        """What about, who has the part, who looks after it; the rest behind a button. Without a `place` it
        asks for the channel.
        """
        words, most = self._words, self._opening.most
        return pages.form(
            words,
            "start",
            place,
            section(words["start.before"].fill()),
            *([] if place else [channel("channel", words["start.channel"])]),
            text_input("theme", words["start.theme"], value=theme, max_length=THEME_MAX, multiline=False),
            persons("named", words["start.named"], many=True, at_most=most, hint=words["start.apart"]),
            persons("beside", words["start.beside"], hint=words["start.beside_hint"]),
            reads=words["start.reads"].fill(),
            more=[self._support(support), *self._when(zone_name, now)],
        )

    def _support(self, support: Sequence[Seat]) -> Block:
        who, words = [(seat.person_id, called(seat)) for seat in support], self._words
        return choice(
            "support", words["start.support"], who, chosen=who[0][0], hint=words["start.support_hint"]
        )

    def _when(self, zone_name: str, now: datetime) -> list[Block]:
        """How, on which day, and at what time."""
        words, today = self._words, now.astimezone(zone(zone_name)).date()
        days = [days_on(today, many) for many in range(1, _DAYS + 1)]
        ways = [(way, words[f"start.{way}"]) for way in (UNHURRIED, LIVE)]
        return [
            choice("pace", words["start.pace"], ways, chosen=UNHURRIED),
            choice(
                "day",
                words["start.day"],
                [(day.isoformat(), day_of(day)) for day in days],
                chosen=days[_USUAL - 1].isoformat(),
                hint=words["start.day_hint"],
            ),
            text_input(
                "time",
                words["start.time"],
                value=words["start.usual_time"],
                multiline=False,
                max_length=20,
                hint=words["start.time_hint"],
            ),
        ]

    def ask(
        self,
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
        short_enough(self._name, theme, THEME_MAX, field="theme")
        support, named, beside = form.choice("support") or "", form.people("named"), form.people("beside")
        if support not in settings.support_in(who.team):
            raise Refusal(f"{self._name}.refused.no_support", field="support")
        members.check(place, who.id, anew=True)
        for field, chosen in (("named", named), ("beside", beside), ("support", (support,))):
            self._greet(members, place, store, slack, who, chosen, now, field)
        with store.begin() as db:
            people.meet_all(db, who.team, (who.id, *named, *beside, support))
            me, one, other, *asked = (
                queries.seat(db, who.team, person_id) for person_id in (who.id, support, *beside, *named)
            )
            live = form.choice("pace") == LIVE
            plan = Plan(asked, other, one, self._opens(form, me.zone, now, live=live), live)
            id_ = id_from(who.team, self._name, request)
            begun = ask(self._opening, who.team, id_, me, place, theme, plan, now)
            stand(begun)
            enough.begins(db, begun, settings, now)
        ack(self.asked(place))

    def more(self, round_: Round, me: str) -> View:
        """Whom else to ask for the part; refuses whoever does not look after it."""
        hosting(round_, me)
        words, most = self._words, max(1, room_for(self._opening, round_))
        named = persons(
            "named", words["ask_more.named"], many=True, at_most=most, hint=words["ask_more.hint"]
        )
        return pages.form(words, "ask_more", round_.id, named)

    def ask_more(
        self,
        ack: Ack,
        asked: Asked,
        meta: str,
        form: Form,
        who: Who,
        slack: WebClient,
        store: Store,
        clock: Clock,
        members: Members,
    ) -> None:
        """They are asked, too; whoever is asked has to be in its channel."""
        named, now = form.people("named"), clock()
        with store.read() as db:
            place = queries.find(db, who.team, meta, self._name, self._name).channel_id or ""
        members.check(place, who.id)
        self._greet(members, place, store, slack, who, named, now, "named")
        with store.begin() as db:
            people.meet_all(db, who.team, named)
            round_ = self._presses.held(db, meta, who)
            if first_time(db, asked, now):
                ask_more(
                    self._opening, round_, who.id, [queries.seat(db, who.team, one) for one in named], now
                )
                save(self._opening.practice, db, round_, now)
        ack(pages.done(self._words, "ask_more"))

    def _greet(
        self,
        members: Members,
        place: str,
        store: Store,
        slack: WebClient,
        who: Who,
        chosen: Sequence[str],
        now: datetime,
        field: str,
    ) -> None:
        """They are met; refuses whoever is not in the channel, or cannot be asked."""
        if not members.of(place).issuperset(chosen):
            raise Refusal(f"{self._name}.refused.not_there", field)
        knowing.greet(store, slack, who, chosen, self._name, now, field)

    def _opens(self, form: Form, zone_name: str, now: datetime, *, live: bool) -> datetime:
        """On that day, where they are; unhurried when the working day begins. Refuses what is no time."""
        day, at = date.fromisoformat(form.choice("day") or now.date().isoformat()), OPENS
        if live and not typed.is_time(form.text("time")):
            raise Refusal(f"{self._name}.refused.time", field="time")
        if live:
            planned = typed.planned_at(ONCE, day.weekday(), form.text("time"), zone_name, now)
            at = time.fromisoformat(planned.at)
        return datetime.combine(day, at, zone(zone_name)).astimezone(UTC)

    def asked(self, place: str) -> View:
        return pages.done(self._words, "asked", channel=Markup(f"<#{place}>"))
