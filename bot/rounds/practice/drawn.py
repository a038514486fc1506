"""How a declared round is drawn: the card in the channel, each person's own, the closing one; forms, pages.

What a card says is read off the round: where it stands, and where this person stands in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.people.models import Person
from bot.rounds.company.order import shuffled
from bot.rounds.company.standing import hosts, is_late, looks_after, one_of
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.practice import helping, life
from bot.rounds.practice.caring import CARED
from bot.rounds.practice.declared import (
    CLOSED,
    DONE,
    DRAFT,
    FORGOTTEN,
    HELD,
    INVITED,
    OPEN,
    QUESTION,
    RESTS,
    Box,
    Practice,
    Step,
    asked,
    joined,
    nobody,
    readable,
    sent_in,
)
from bot.rounds.showing import closing, pages
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import (
    absent,
    act,
    as_written,
    host_of,
    message,
    moment_of,
    moved_by,
    name_of,
    names,
)
from bot.slack.blocks import (
    Block,
    Message,
    View,
    buttons,
    choice,
    context,
    divider,
    quote,
    section,
    text_input,
    tick,
)
from bot.words import Markup, Phrase, Words

CARD, CLOSING = "channel", "closing"  # keys of the two cards in the channel
_VOICES = 8  # a page to read
_ASKED = 4  # things that a form asks for when it opens
_LINE = 200  # characters at most in a box of one line
_FIRST = ("join", "write", "done")  # what a card asks for
HOW = ("what", "read", "kept", "always", "slack", "watching")

Lines = Callable[[Round, str], Sequence[Markup]]  # of whom; "" for the channel
Stands = Callable[[Round, Seat], tuple[str, list[Block]] | None]  # the name of words: `mine.<name>`
More = Callable[[Round, str], Sequence[Block]]  # beside what they read


class Faces:
    """Draws the rounds of one practice.

    It may bring `lines` of its own on cards; on pages to read `first` stands before what was written, `more`
    after it; in a form `above` stands before what is asked. `beside` are buttons on each one's own card. What
    it `stands` says of somebody while it goes on, and gives them to press, is said in the place of the kit's;
    None where the kit says it.
    """

    def __init__(
        self,
        practice: Practice,
        *,
        lines: Lines | None = None,
        first: More | None = None,
        more: More | None = None,
        above: More | None = None,
        beside: More | None = None,
        stands: Stands | None = None,
    ) -> None:
        self._practice, self._words = practice, Words(practice.name)
        self._lines, self._more = lines or (lambda *_: ()), more or (lambda *_: ())
        self._first, self._above = first or (lambda *_: ()), above or (lambda *_: ())
        self._beside = beside or (lambda *_: ())
        self._stands = stands or (lambda *_: None)

    # --- cards

    def draw(self, round_: Round) -> dict[str, Drawing]:
        """The card in the channel, which never moves; the closing card; each person's own."""
        place = round_.channel_id or ""
        cards = {CARD: Drawing(place, "", self.card(round_))} if place else {}
        if place and round_.step in (CLOSED, FORGOTTEN):
            cards[CLOSING] = Drawing(place, CLOSED, self.closed(round_))
        for seat in round_.seats:
            if seat.rang:
                cards[seat.person_id] = Drawing(seat.person_id, seat.rang, self.mine(round_, seat))
        return cards if round_.facts["there"] else {}

    def card(self, round_: Round) -> Message:
        """How it stands, for everybody in the channel, with all that one can do there."""
        step, runs = self._practice.at(round_), round_.status == Status.RUNNING
        writes = bool(step.boxes) and not (step.joins and step.who is not joined)  # one comes in by writing
        verbs = ["write"] if writes else ["join"] if step.joins else []
        row = [*self._acts(round_, *(verbs if runs else [])), *self._own(round_, None)]
        said = [self._words[f"step.{self._where(round_)}"], *(self._who(round_) if runs else [])]
        foot = [context(self._fill(round_, self._words["card.private"]))] if runs else []
        return self._message(round_, said, [*row, *self._doors(round_, "")], foot)

    def mine(self, round_: Round, seat: Seat) -> Message:
        """One person's own: what is theirs to do now, and what rang."""
        news = seat.rang.removeprefix(f"{life.BY_TIME}:").partition(":")[0]
        said, row = self._standing(round_, seat)
        if seat.left_at is None:
            there = self._words.has(f"news.{news}") and self._still_so(round_, seat, news)
            said += [self._words[f"news.{news}"]] if there else []
            said += [self._words["waits.only_you"]] if self._only(round_, seat) else []
            row += self._acts(
                round_, *(["late"] if life.late(self._practice, round_, seat.person_id) else [])
            )
            row += [
                *self._own(round_, seat),
                *self._mends(round_, seat),
                *self._doors(round_, seat.person_id),
            ]
            row += self._beside(round_, seat.person_id)
            row += [] if round_.channel_id or round_.step != CLOSED else closing.buttons(round_)
        if seat.rang.startswith(life.BY_TIME):
            row += [act(self._words, "how", round_.id, says=self._words["do.why"])]
        return self._message(round_, said, row, [], seat.person_id)

    def _still_so(self, round_: Round, seat: Seat, news: str) -> bool:
        """What rang is said for as long as it is so."""
        so = {
            "handing": str(round_.facts["handing"]) == seat.person_id,
            "going_on": round_.status == Status.RUNNING,
            "took": bool(hosts(round_)),
            "held": bool(self._mends(round_, seat)),
        }
        return so.get(news, True)

    def _only(self, round_: Round, seat: Seat) -> bool:
        """Whether it waits for this person alone, where others have done theirs, and that may be known."""
        done = [one for one in joined(round_) if one.step == DONE]
        hides = self._practice.hides or self._practice.step(round_.step).secret
        return not hides and bool(done) and life.waited_for(self._practice, round_) == [seat]

    def closed(self, round_: Round) -> Message:
        """That it is over, who was in it, and what might come next."""
        kept = round_.step != FORGOTTEN
        until = self._words["closing.kept" if kept else "closing.deleted"]
        row = [*self._acts(round_, *(["read"] if kept else [])), *closing.buttons(round_)]
        foot, title = [context(self._fill(round_, until))], self._words["closing.title"]
        return self._message(round_, self._who(round_), row, foot, title=title)

    def _who(self, round_: Round) -> list[Phrase]:
        """Who is in it; where that would say who wrote, who is asked, if not everybody."""
        if self._practice.hides:
            return [self._words["card.asked"]] if round_.facts[life.ALONE] else []
        return [self._words["card.in_it"]] if self._practice.named and joined(round_) else []

    def _standing(self, round_: Round, seat: Seat) -> tuple[list[Phrase], list[Block]]:
        """Where this person stands, and what is theirs to do."""
        step, where = self._practice.at(round_), self._where(round_)
        if seat.left_at or round_.status != Status.RUNNING:
            return [self._words["mine.left" if seat.left_at else f"mine.{where}"]], []
        if seat.facts.get(RESTS):
            return [self._words["mine.rests"]], self._acts(round_, "back")
        if (stands := self._stands(round_, seat)) is not None:
            return [self._words[f"mine.{stands[0]}"]], stands[1]
        if seat in life.waited_for(self._practice, round_):
            verb = "write" if step.boxes else "join" if step.joins else "done"
            said = self._words["mine.invited" if seat.step == INVITED else f"mine.{where}"]
            own = f"passing.{where}"  # what to let it go by is called in this step, where it has a name
            passes = self._words[own] if self._words.has(own) else ""
            row = [*self._acts(round_, verb), act(self._words, "pass", round_.id, says=passes)]
            return [said], row
        if seat.step == DONE and step.boxes and seat in step.who(round_):
            change = act(self._words, "write", round_.id, says=self._words["do.change"])
            said = self._words["mine.sent" if seat.facts.get(life.SENT) else "mine.passed"]
            return [said], [] if life.is_final(step, seat) else [change]
        return [self._words[f"step.{where}" if seat in joined(round_) else "mine.not_in"]], []

    def _doors(self, round_: Round, me: str) -> list[Block]:
        """What stands on every card: looking after it where that is asked, going on, reading, and more."""
        going = round_.status in (Status.RUNNING, Status.PAUSED)
        cared = me != "" and CARED in round_.seat(me).facts
        handed = going and me != "" and round_.facts["handing"] == me
        doors = {
            "host_yes": handed or (going and not hosts(round_)),
            "host_no": handed,
            "go_on": round_.status == Status.PAUSED,
            "read": self._anything(round_, me),
            "menu": going,
            "moment": self._practice.moments and (going or cared),
        }
        return self._acts(round_, *(verb for verb, there in doors.items() if there))

    def _mends(self, round_: Round, seat: Seat) -> list[Block]:
        """Where words of theirs are held back: the door to change them."""
        mine = [reply for reply in round_.replies if reply.author_id == seat.person_id]
        held = round_.status == Status.RUNNING and any(reply.about == HELD for reply in mine)
        return self._acts(round_, *(["mend"] if held else []))

    def _own(self, round_: Round, seat: Seat | None) -> list[Block]:
        """The practice's own presses for this person; in the channel, for those who have no card yet, all."""
        runs = round_.status == Status.RUNNING
        here = [press for press in self._practice.presses if runs and round_.step in press.steps]
        theirs = [one for one in here if (one.around if seat is None else seat in one.who(round_))]
        return self._acts(round_, *(one.name for one in theirs))

    # --- forms and pages

    def write(self, round_: Round, me: str) -> View:
        """The boxes of this step, with what this person wrote before; refuses whom it does not ask."""
        life.writes(self._practice, round_, me)
        return self._form(round_, me, self._practice.at(round_), "write")

    def late(self, round_: Round, me: str) -> View:
        """The boxes of the step that went on without this person; refuses whoever has none."""
        return self._form(round_, me, life.late_of(self._practice, round_, me), "late")

    def _form(self, round_: Round, me: str, step: Step, name: str) -> View:
        apart = step.apart and name == "write"
        who = "own" if step.readers is nobody else "apart" if apart else "at_once"
        reads = self._fill(round_, self._words[f"form.{who}"])
        said = [section(self._fill(round_, self._words["form.unsigned"]))] if step.final else []
        boxes = asked(round_, step)
        inputs = [part for box in boxes for part in self._input(round_, box, me, alone=len(boxes) == 1)]
        if name == "write" and not step.final:
            keep = self._words["option.draft.keep"]
            inputs.append(tick("draft", self._words["box.draft"], beside=keep))
        most = _asked_first(inputs)
        blocks = [*_quoted(round_, QUESTION), *self._above(round_, me), *said, *inputs[:most]]
        return pages.form(self._words, name, round_.id, *blocks, reads=reads, more=inputs[most:])

    def mend(self, round_: Round, me: str) -> View:
        """One's own words, to take a name out; refuses where nothing of theirs is held back."""
        box = life.held_of(self._practice, round_, me)
        reads = self._fill(round_, self._words["form.at_once"])
        return pages.form(
            self._words, "mend", round_.id, *self._input(round_, box, me, alone=True), reads=reads
        )

    def _input(self, round_: Round, box: Box, me: str, *, alone: bool) -> list[Block]:
        label = self._words[f"box.{box.kind}"]
        before = text_of(round_, box.kind, me, DRAFT if box.many else None)
        above, options = _quoted(round_, box.about), self._options(round_, box)
        if options:
            return [*above, choice(box.kind, label, options, chosen=before, optional=not alone)]
        lines, most = box.most > _LINE, box.most
        given = text_input(
            box.kind, label, value=before, max_length=most, multiline=lines, optional=not alone
        )
        return [*above, given]

    def _options(self, round_: Round, box: Box) -> list[tuple[str, str]]:
        """What can be chosen in it, with how it reads."""
        if box.of:
            return [(str(place), text) for place, text in enumerate(sent_in(round_, box.of))]
        return [(option, self._words[f"option.{box.kind}.{option}"]) for option in box.options]

    def wrote(self, round_: Round, me: str) -> View:
        """After sending: that it is kept, or what is open to read since."""
        draft = any(reply.about == DRAFT for reply in round_.replies if reply.author_id == me)
        if draft or round_.seat(me).facts.get(life.SENT):
            return pages.done(self._words, "draft" if draft else "sent")
        return self.read(round_, me)

    def read(self, round_: Round, me: str, about: str = "") -> View:
        """What this person may read, step by step, some voices a page; refuses whoever is not in it."""
        one_of(round_, me, joined(round_))
        steps = self._practice.steps
        voices = [voice for step in steps for voice in self._voices(round_, step.boxes, me)]
        if self._practice.in_order:
            voices = self._in_order(round_, me)
        at = int(about) if about.isascii() and about.isdigit() else 0
        shown = [block for voice in voices[at : at + _VOICES] for block in voice]
        turns = {"read_back": at - _VOICES, "read_on": at + _VOICES}
        row = [
            act(self._words, "read", round_.id, value=str(to), says=self._words[f"do.{name}"])
            for name, to in turns.items()
            if 0 <= to < len(voices)
        ]
        head = [*_quoted(round_, QUESTION), *self._first(round_, me)]
        foot = [*(buttons(one) for one in row), *self._more(round_, me)]
        nothing = [section(self._fill(round_, self._words["read.nothing"]))]
        return pages.page(self._words, "read", *head, *(shown or nothing), *foot)

    def _in_order(self, round_: Round, me: str) -> list[list[Block]]:
        """One after the other, as it was written."""
        boxes = {box.kind: box for step in self._practice.steps for box in step.boxes}
        said = [r for r in round_.replies if r.kind in boxes and self._reads(round_, r, me)]
        order = [*boxes]
        said.sort(key=lambda reply: (reply.created_at, order.index(reply.kind)))
        return [
            voice
            for reply in said
            for voice in self._voices(replace(round_, replies=[reply]), [boxes[reply.kind]], me)
        ]

    def _voices(self, round_: Round, boxes: Sequence[Box], me: str) -> list[list[Block]]:
        """Box by box, in an order that nobody's speed decides."""
        found: list[list[Block]] = []
        for box in boxes:
            said = [reply for reply in round_.of_kind(box.kind) if self._reads(round_, reply, me)]
            said.sort(key=lambda reply: shuffled(round_.id, box.kind, reply.author_id))
            lost = [block for reply in said if reply.unreadable for block in as_written(reply)]
            said = [reply for reply in said if not reply.unreadable]
            signed = [
                (self._name(round_, reply.author_id), reply.text or "", self._holds(round_, reply, me))
                for reply in said
                if reply.author_id
            ]
            unsigned = pool.texts(round_, box.kind, OPEN) if len(signed) < len(said) else []
            head = [divider(), section(f"*{self._words[f'box.{box.kind}']}*"), *lost]
            options = dict(self._options(round_, box))
            if options and unsigned:
                found.append([*head, *_quoted(round_, box.about), self._counted(options, unsigned)])
                continue
            for name, text, row in [*signed, *((None, text, []) for text in unsigned)]:
                found.append([*head, *quote(options.get(text, text), attribution=name), *row])
                head = lost = []
            if lost:
                found.append(head)
        return found

    def _holds(self, round_: Round, reply: Reply, me: str) -> list[Block]:
        """Under what somebody else wrote: the press that asks them to take a name out."""
        can = self._practice.unnames and round_.status == Status.RUNNING and looks_after(round_, me)
        if not can or reply.author_id == me:
            return []
        return [buttons(act(self._words, "hold", round_.id, value=f"{reply.kind}|{reply.author_id}"))]

    def _counted(self, options: Mapping[str, str], said: Sequence[str]) -> Block:
        """How many chose what, where nobody says who."""
        many = [(label, said.count(option)) for option, label in options.items() if option in said]
        lines = [self._words["read.count"].fill(option=label, count=count) for label, count in many]
        return section(Markup("\n".join(lines)))

    def menu(self, round_: Round, person: Person, about: str, support: str) -> View:
        """Everything else that they can do; how it works, for whoever is not in it."""
        me, runs = person.id, round_.status == Status.RUNNING
        beside = self._no_room(round_, me)
        if me not in [seat.person_id for seat in [*joined(round_), *hosts(round_)]]:
            if beside:
                return pages.menu(self._words, round_, [], beside=beside)
            return self.how(round_, person, about, support)
        looks = self._looking_after(round_) if runs and looks_after(round_, me) else []
        looks += ["take_back"] if looks and life.is_untouched(round_, me) else []
        groups = {"yours": ("pause" if runs else "go_on", "step_out"), "hosts": looks}
        rows = [(key, self._acts(round_, *verbs)) for key, verbs in groups.items()]
        own = ("own", self._own(round_, round_.seat(me)))
        says = self._words["do.helper_me_on" if person.as_typed else "do.helper_me"]
        last = [act(self._words, "helper_me", round_.id, says=says)] if self._practice.helps else []
        return pages.menu(self._words, round_, [own, *rows], beside=beside, last=last)

    def _looking_after(self, round_: Round) -> list[str]:
        """What whoever looks after it can do just now."""
        fixed, hides = self._practice.step(round_.step).fixed, self._practice.hides
        can = {
            "move_on": not fixed,
            "extend": not fixed and self._practice.more_time,
            "hand": not hides,
            "close": True,
        }
        return [verb for verb, there in can.items() if there]

    def _no_room(self, round_: Round, me: str) -> list[Sequence[Block]]:
        """What this person could press on their card, and in the channel, if there were room for it."""
        mine = [self.mine(round_, seat) for seat in round_.seats if seat.person_id == me and seat.rang]
        cards = [*mine, *([self.card(round_)] if round_.channel_id else [])]
        how = act(self._words, "how", round_.id)["action_id"]
        rest = [[one for one in row if one["action_id"] != how] for card in cards for row in card.rest]
        return [row for row in rest if row]

    def how(self, round_: Round, person: Person, about: str, support: str) -> View:
        """How it works, and why this person hears of it."""
        inside = person.id in [seat.person_id for seat in joined(round_)]
        key = "asked" if round_.host_id == person.id else "in_it" if inside else "around"
        why = self._fill(round_, self._words[f"why.{key}"])
        return pages.how(self._words, HOW, support, why, round_.channel_id)

    def moment(self, round_: Round, person: Person, about: str, support: str) -> View:
        """A moment for oneself: where help is."""
        return helping.page(self._practice, self._words, round_, person, support)

    # --- the Home tab

    def home(self, rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
        """What waits for somebody, goes on, and can be read again."""
        entries = [self._entry(round_, round_.seat(person_id)) for round_ in rounds if round_.facts["there"]]
        return [entry for entry in entries if entry]

    def _entry(self, round_: Round, seat: Seat) -> Entry | None:
        waits, inside = life.waited_for(self._practice, round_), [*joined(round_), *hosts(round_)]
        goes_on = seat in inside and round_.status in (Status.RUNNING, Status.PAUSED)
        again = Weight.WORDS if self._anything(round_, seat.person_id) else None
        weight = Weight.WAITS if seat in waits else Weight.GOES_ON if goes_on else again
        other = self._acts(round_, "menu" if goes_on else "read")
        button = (self._standing(round_, seat)[1] if seat in waits else other)[0]
        channel = Markup(f"<#{round_.channel_id}>")
        line = self._words["home.line" if round_.channel_id else "home.apart"].fill(channel=channel)
        due = round_.ends_at if seat in waits else None
        return Entry(weight, line, button, text_of(round_, QUESTION), of=round_, due=due) if weight else None

    # --- pieces

    def _reads(self, round_: Round, reply: Reply, me: str) -> bool:
        there = reply.about == OPEN and reply.withdrawn_at is None  # who was forgotten left nothing
        return there and readable(self._practice, round_, reply, me)

    def _anything(self, round_: Round, me: str) -> bool:
        """Whether there is something to read, for this person; for "", for anybody."""
        readers = [me] if me else [seat.person_id for seat in joined(round_)]
        return any(self._reads(round_, reply, reader) for reply in round_.replies for reader in readers)

    def _name(self, round_: Round, person_id: str) -> Markup:
        return self._words["name_only"].fill(name=name_of(round_, person_id))

    def _where(self, round_: Round) -> str:
        return "paused" if round_.status == Status.PAUSED else round_.step

    def _acts(self, round_: Round, *verbs: str) -> list[Block]:
        return [
            act(self._words, verb, round_.id, primary=verb in _FIRST, says=self._says(round_, verb))
            for verb in verbs
        ]

    def _says(self, round_: Round, verb: str) -> str:
        """What a button is called in this step, where it has a name of its own there; else ""."""
        key = f"called.{round_.step}.{verb}"
        return self._words[key] if self._words.has(key) else ""

    def _message(
        self,
        round_: Round,
        said: list[Phrase],
        row: list[Block],
        foot: list[Block],
        me: str = "",
        title: Phrase | None = None,
    ) -> Message:
        late = [self._words["card.late"]] if round_.status == Status.RUNNING and is_late(round_) else []
        moved = moved_by(round_, round_.seat(me) if me else None, live=self._practice.at(round_).live)
        waited, asked_ = life.waited_for(self._practice, round_), life.asked_now(self._practice, round_)
        told = asked_ if self._practice.hides and waited else waited  # whom it has not reached says no more
        secret = self._practice.step(round_.step).secret
        away = [] if secret else absent(round_, told, round_.seat(me) if me else None, asked_)
        lines = [*moved, *(self._fill(round_, one) for one in [*said, *late]), *away]
        lines += [*self._lines(round_, me), *self._kept_counts(round_)]
        lines += helping.lines(self._words, round_, me) if self._practice.moments else []
        head = self._fill(round_, title or self._words["card.title"])
        return message(head, text_of(round_, QUESTION), lines, [row], foot)

    def _kept_counts(self, round_: Round) -> list[Markup]:
        """What stays of the boxes that are counted."""
        many, said = round_.facts.get(life.COUNTED, {}), list[Markup]()
        for box in (box for step in self._practice.steps for box in step.boxes if box.kind in many):
            counted = [
                self._words["counted.one"].plain(option=label, count=many[box.kind][option])
                for option, label in self._options(round_, box)
            ]
            line = self._words["counted.line"]
            said.append(line.fill(box=self._words[f"box.{box.kind}"], counts=", ".join(counted)))
        return said

    def _fill(self, round_: Round, said: Phrase) -> Markup:
        live = self._practice.at(round_).live
        return said.fill(
            host=host_of(round_),
            until=moment_of(round_, round_.ends_at, live=live),
            names=names(joined(round_)),
            asked=names(round_.seats),
            days=self._practice.kept.days,
        )


def _asked_first(blocks: Sequence[Block]) -> int:
    """So many of these blocks stand there when it opens: with four things to answer at most."""
    asked = [at for at, block in enumerate(blocks) if block["type"] == "input"]
    return asked[_ASKED - 1] + 1 if len(asked) > _ASKED else len(blocks)


def _quoted(round_: Round, kind: str) -> list[Block]:
    """What was said of that kind, where there is any."""
    text = text_of(round_, kind)
    return quote(text) if text else []
