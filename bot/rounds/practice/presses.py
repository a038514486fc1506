"""The listeners of one kind of round: a rule decides, a form is sent in, a page opens; each for whoever may.

A practice says which rule, which page, which words; who may, and that a press is heard once, is said here.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.people import queries as people
from bot.people.models import Person
from bot.refusal import Refusal
from bot.right import OWN
from bot.rounds.company import enough, helped, looking_after
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import met
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import going, hosting, refused
from bot.rounds.feature import Listener
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import host_of, whisper
from bot.settings import Settings
from bot.slack.asked import MODAL, SUBMIT, Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form
from bot.slack.members import Members
from bot.slack.surface import Ack, Pushed
from bot.store import Db, Store
from bot.words import Markup, Words

Rule = Callable[[Round, str, datetime], object]  # round, who, now
RuleAbout = Callable[[Round, str, str, datetime], object]  # and what stands behind the round's id
RuleSent = Callable[[Round, str, Form, str, datetime], object]  # and what was sent in
Page = Callable[[Round, str], View]
Then = Callable[[Round, str], View | Message | None]  # None: the form closes
PageAbout = Callable[[Round, str, str], View]
Check = Callable[[Round, str], object]
Join = Callable[[Round, Seat], object]
Asks = Callable[[Round, Form], Iterable[Seat]]
Save = Callable[[Db, Round, datetime], None]
Shown = Callable[[Round, Person, str, str], View]  # round, who, what is named, SUPPORT_TEXT
# Why somebody is refused who is not in the channel, or of whom nobody knows whether they are.
_NOT_IN = ("common.outside", "common.only_members", "common.cannot_ask_slack", "common.let_me_in")
Blanks = Callable[[Round], dict[str, object]]  # what fills the words of `done.…`


def split(value: str) -> tuple[str, str]:
    """The round's id, and what stands behind it."""
    id_, _, about = value.partition("|")
    return id_, about


def written(rule: Callable[..., object], *boxes: str) -> RuleSent:
    """This rule decides, handed what was written in these boxes: round, who, each text, now."""
    return lambda round_, me, form, _, now: rule(round_, me, *map(form.text, boxes), now)


def written_about(rule: Callable[..., object], *boxes: str) -> RuleSent:
    """The same, handed first what stands behind the round's id."""
    return lambda round_, me, form, about, now: rule(round_, me, about, *map(form.text, boxes), now)


class Presses:
    """Makes listeners for the rounds behind one door; `aloud`: a press on a message is answered in words.

    `reads` is what somebody must be allowed to do to see a page, `acts` to decide something: where everybody
    who is around may, or the rules refuse them, "join". A form that says nothing else turns to `where`.
    """

    def __init__(
        self,
        door: Door,
        words: Words,
        save: Save | None = None,
        *,
        aloud: bool = False,
        blanks: Blanks | None = None,
        reads: str = "take part",
        acts: str = "take part",
        where: Page | None = None,
    ) -> None:
        self._door, self._words, self._aloud = door, words, aloud
        self._save = save or (lambda db, round_, now: queries.save(db, round_))
        self._reads, self._acts, self._where = reads, acts, where
        self._blanks = blanks or (lambda round_: {"host": host_of(round_)})

    # --- deciding

    def decides(
        self,
        rule: Rule,
        said: str = "",
        *,
        then: Then | None = None,
        aloud: bool = False,
        verb: str = "",
        others: bool = False,
    ) -> Listener:
        """A button that lets this rule decide. In a form it ends with the page `then`, or what is `said`.

        On a message what is `said` is said aloud, if at all; where nothing is, `then` opens there too.
        """

        def ruled(round_: Round, me: str, form: Form, about: str, now: datetime) -> object:
            return rule(round_, me, now)

        return self.sends(ruled, said, then=then, aloud=aloud, verb=verb, others=others)

    def about(self, rule: RuleAbout, said: str = "", *, then: Page | None = None, verb: str = "") -> Listener:
        """A button that names something in the round."""

        def ruled(round_: Round, me: str, form: Form, about: str, now: datetime) -> object:
            return rule(round_, me, about, now)

        return self.sends(ruled, said, then=then, verb=verb)

    def sends(
        self,
        rule: RuleSent,
        said: str = "",
        *,
        then: Then | None = None,
        joins: Join | None = None,
        aloud: bool = False,
        verb: str = "",
        others: bool = False,
        asks: Asks | None = None,
    ) -> Listener:
        """A form that was sent in, or a button in one: heard once, decided in one transaction.

        `joins` gives whoever acts a place first. It turns to the page `then`, or to what is `said`; where
        that shows what `others` wrote, Slack is asked whether they are in the channel. Whom it `asks` for
        something by name is asked only so often in a day (`company.enough`).
        """

        def send(
            ack: Ack,
            asked: Asked,
            value: str,
            meta: str,
            who: Who,
            channel: str,
            store: Store,
            clock: Clock,
            members: Members,
            settings: Settings,
        ) -> None:
            id_, about = split(meta if asked.kind == SUBMIT else value)
            now, form = clock(), asked.form or Form({})
            turns = then or (self._where if asked.kind in (MODAL, SUBMIT) and not said else None)
            self._door.inside(store, members, id_, who, verb=verb, others=others)
            with store.begin() as db:
                round_ = self.held(db, id_, who, channel=channel, joins=joins, verb=verb)
                if first_time(db, asked, now):
                    rule(round_, who.id, form, about, now)
                    self._save(db, round_, now)
                    if asks:
                        me, whom = queries.seat(db, who.team, who.id), asks(round_, form)
                        enough.asks(db, who.team, me, whom, settings, now, "who")
                page = turns(self._door.seen(db, round_, who), who.id) if turns else None
                line = self._words[f"done.{said}"].fill(**self._blanks(round_)) if said else Markup("")
            ack(self._answer(asked, page, line, aloud=aloud))

        return send

    def helper(self) -> Listener:
        """A button in a form: what this person writes is looked at before it is sent, or not any more."""

        def turn(ack: Ack, asked: Asked, who: Who, store: Store, clock: Clock) -> None:
            with store.begin() as db:
                person = helped.turned(db, asked, who, clock())
            ack(pages.done(self._words, "helper_off" if person.as_typed else "helper_on"))

        return turn

    def held(
        self,
        db: Db,
        id_: str,
        who: Who,
        *,
        channel: str = "",
        joins: Join | None = None,
        verb: str = "",
    ) -> Round:
        """The round, locked, for whoever may; with `joins` they have a place in it from now on."""
        if joins is None:
            return self._door.held(db, id_, who, channel=channel, verb=verb or self._acts)
        seat = met(db, who.team, who.id, who.name)
        round_ = self._door.held(db, id_, who, channel=channel, verb="join")
        joins(round_, seat)
        return round_

    def _answer(
        self, asked: Asked, then: View | Message | None, line: Markup, *, aloud: bool
    ) -> View | Message | None:
        if asked.kind in (MODAL, SUBMIT):
            return then or (pages.said(self._words, line) if line else None)
        if not line:
            return then
        return whisper(line) if aloud or self._aloud else None

    # --- showing

    def opens(self, page: Page, *checks: Check, verb: str = "", others: bool = False) -> Listener:
        """A button that opens this page, unless one of the checks refuses."""

        def opened(round_: Round, person: Person, about: str, support: str) -> View:
            return page(round_, person.id)

        return self.shows(opened, *checks, verb=verb, others=others)

    def opens_about(self, page: PageAbout, *checks: Check, verb: str = "", others: bool = False) -> Listener:
        """The same, about what the button names."""

        def opened(round_: Round, person: Person, about: str, support: str) -> View:
            return page(round_, person.id, about)

        return self.shows(opened, *checks, verb=verb, others=others)

    def shows(
        self,
        page: Shown,
        *checks: Check,
        verb: str = "",
        on_top: bool = False,
        others: bool = False,
    ) -> Listener:
        """A page for whoever may: handed the round as they may read it, them, what is named, SUPPORT_TEXT.

        `on_top` of a form where they write, which keeps what was typed into it. `others`: what others wrote
        stands on it, too. Whoever is not in the channel reads their own, where the verb is about that.
        """
        opened = self._opened(page, checks, verb, on_top=on_top)

        def show(
            asked: Asked, value: str, who: Who, channel: str, store: Store, settings: Settings
        ) -> View | Pushed:
            return opened(asked, value, who, channel, store, settings)

        def show_inside(
            asked: Asked,
            value: str,
            who: Who,
            channel: str,
            store: Store,
            members: Members,
            settings: Settings,
        ) -> View | Pushed:
            id_, all_ = split(value)[0], others
            if verb in OWN:
                all_ = others and self._door.may_read_others(store, members, id_, who)
            else:
                self._door.inside(store, members, id_, who, others=others)
            return opened(asked, value, who, channel, store, settings, others=all_ or verb not in OWN)

        # Who asks for `members` waits for Slack before anything opens.
        return show_inside if self._door.of_channel or (self._door.in_channel and others) else show

    def menu(self, page: Shown, verb: str = "") -> Listener:
        """Everything else that somebody can do; to step out, where they are not in the channel just now."""
        opened = self._opened(page, (), verb)

        def aside(id_: str, who: Who, store: Store, refusal: Refusal) -> View:
            if refusal.key not in _NOT_IN:
                raise refusal
            try:
                with store.read() as db:
                    round_ = self._door.look(db, id_, who, verb="leave", others=False)
            except Refusal:
                raise refusal from None
            return pages.outside(
                self._words, round_, known=refusal.key in ("common.outside", "common.only_members")
            )

        def show(
            asked: Asked, value: str, who: Who, channel: str, store: Store, settings: Settings
        ) -> View | Pushed:
            try:
                return opened(asked, value, who, channel, store, settings)
            except Refusal as refusal:
                return aside(split(value)[0], who, store, refusal)

        def show_inside(
            asked: Asked,
            value: str,
            who: Who,
            channel: str,
            store: Store,
            members: Members,
            settings: Settings,
        ) -> View | Pushed:
            try:
                self._door.inside(store, members, split(value)[0], who)
            except Refusal as refusal:
                return aside(split(value)[0], who, store, refusal)
            return show(asked, value, who, channel, store, settings)

        return show_inside if self._door.of_channel else show

    def _opened(
        self, page: Shown, checks: Sequence[Check], verb: str, *, on_top: bool = False
    ) -> Callable[..., View | Pushed]:
        def opened(
            asked: Asked,
            value: str,
            who: Who,
            channel: str,
            store: Store,
            settings: Settings,
            *,
            others: bool = True,
        ) -> View | Pushed:
            (id_, about), verb_ = split(value), verb or self._reads
            with store.read() as db:
                round_ = self._door.look(db, id_, who, channel=channel, verb=verb_, others=others)
                person = people.find(db, who.team, who.id)
            for check in checks:
                check(round_, who.id)
            shown = page(round_, person, about, settings.support_text)
            writes = on_top and asked.kind == MODAL and bool((asked.view or {}).get("submit"))
            return Pushed(shown) if writes else shown

        return opened

    def log(self) -> Listener:
        """What was done for all."""
        return self.shows(lambda round_, person, about, support: pages.log(self._words, round_, person.zone))

    def hand(self, inside: Callable[[Round], Sequence[Seat]]) -> Listener:
        """Whom to ask to look after it: one of those inside; refuses where there is nobody else."""

        def page(round_: Round, me: str) -> View:
            going(round_)
            hosting(round_, me)
            others = [seat for seat in inside(round_) if seat.person_id != me]
            if not others:
                raise refused(round_, "nobody_here")
            return pages.hand(self._words, round_, others)

        return self.opens(page)

    def handed(self, inside: Callable[[Round], Sequence[Seat]]) -> Listener:
        """They are asked, as one is asked for other things by name."""

        def rule(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
            to, together = form.choice("who") or "", form.choice("way") == "together"
            looking_after.offer(round_, me, to, inside(round_), now, together=together)

        def asks(round_: Round, form: Form) -> list[Seat]:
            return [seat for seat in round_.seats if seat.person_id == form.choice("who")]

        return self.sends(rule, "handed", asks=asks)
