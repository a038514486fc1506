"""From Slack: what people do in a listening round. The dicts at the foot are the table of contents."""

from collections.abc import Callable
from datetime import datetime

from bot import catalogue
from bot.clock import Clock
from bot.features.listening import flow, forms
from bot.features.listening.cards.saying import act, aloud, host_of, name_of, words
from bot.features.listening.flow import hosting, standing
from bot.features.listening.listeners import access, asking, overhearing
from bot.features.listening.models import NAME, Form, Pace, Step, is_in, joined, pace, plan_of
from bot.features.listening.queries import save
from bot.people import queries as people
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.company.heard import first_time
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View, buttons, section
from bot.slack.forms import Form as Sent
from bot.slack.surface import Ack
from bot.store import Db, Store
from bot.words import Markup

Rule = Callable[[Round, str, datetime], object]


def decides(rule: Rule, said: str = "", *, adds: bool = False, tells: bool = False) -> Listener:
    """A listener that lets this rule decide; in a form it ends with the page `said`.

    What `tells` says so on a message too, where no card shows it. What `adds` would do more the second time
    than was meant: the same press is heard once.
    """

    def decide(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
        with store.begin() as db:
            round_ = access.mine(db, value, who)
            if not adds or first_time(db, asked, clock()):
                rule(round_, who.id, clock())
                save(db, round_)
        if asked.kind == "modal":
            ack(forms.done(said, host=_host(round_)) if said else None)
        else:
            line = words[f"done.{said}"].fill(host=_host(round_)) if tells else Markup("")
            ack(Message(line, [section(line)]) if tells else None)

    return decide


def write(ack: Ack, value: str, who: Who, channel: str, store: Store, clock: Clock) -> None:
    """*Write* is joining: the form opens, and from now on it is waited for."""
    with store.begin() as db:
        round_ = access.to_join(db, value, who, channel)
        standing.writes_apart(round_)
        _joins(db, round_, who, clock())
        standing.may_write(round_, who.id)
        save(db, round_)
        page = forms.write(round_, people.find(db, who.team, who.id))
    ack(page)


def wrote(ack: Ack, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.write(round_, who.id, form.text("answer"), form.text("arrival"), clock())
        save(db, round_)
        opened = round_.step == Step.READ
        page = forms.read(access.page_of(db, round_, who), who.id) if opened else forms.saved()
    ack(page)


def join(ack: Ack, value: str, who: Who, channel: str, store: Store, clock: Clock) -> None:
    """*I'm here*: both live and passed on need people to say so themselves."""
    with store.begin() as db:
        round_ = access.to_join(db, value, who, channel)
        standing.goes_by_turns(round_)
        _joins(db, round_, who, clock())
        save(db, round_)
        kind = round_.seat(who.id).kind
    late = round_.step != Step.ASKED
    begins = "receipt.in_yours" if round_.host_id == who.id else "receipt.in"
    line = words["receipt.in_late" if late else begins].fill(host=_host(round_))
    blocks = [section(line)]
    if kind in ("lived", "both") and not late:
        row = [act("open", round_)]
        blocks += [section(words["receipt.in_open"].fill()), buttons(*row)]
        line = aloud(line, row)
    ack(Message(line, blocks))


def begin(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    """Those who are there begin; two are asked whether they want to, a crowd goes on in smaller groups."""
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        if standing.just_two(round_):
            standing.hosting(round_, who.id)
            line = words["receipt.two"].fill()
            row = [act("begin_two", round_, primary=True)]
            answer = Message(aloud(line, row), [section(line), buttons(*row)])
        else:
            answer = None
            queries.unseal(db, round_, lambda r: r.kind == "note")  # they go along where it goes on in rooms
            for room in hosting.begin(round_, who.id, clock()):
                flow.stand(room)
                queries.add(db, room)
            save(db, round_)
    ack(answer)


def read_now(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    """Open it before its time; whoever let it may read it, if they joined."""
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        hosting.read_now(round_, who.id, clock())
        save(db, round_)
        in_it = is_in(round_, who.id)
        page = forms.read(access.page_of(db, round_, who), who.id) if in_it else forms.done("opened")
    ack(page)


def begin_two(round_: Round, person_id: str, now: datetime) -> None:
    hosting.begin(round_, person_id, now, two=True)


def pass_on(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    """Not this time: to being asked, to writing."""
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.decline(round_, who.id, clock())
        save(db, round_)
    line = words["receipt.not_this_time"].fill()
    ack(forms.page("done", line) if asked.kind == "modal" else None)


def listened(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    """Counts somebody once; what comes next in a gathered one is the last word."""
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        standing.going(round_)
        flow.listened(round_, who.id, clock())
        save(db, round_)
        last = plan_of(round_).form is Form.SIMPLE or round_.step == Step.CHECK_OUT
        takes = last and round_.status == Status.RUNNING and pace(round_) is Pace.GATHER
        page = forms.taking(round_, who.id) if takes else forms.done("listened")
    line = words["done.listened"].fill()
    ack(page if asked.kind == "modal" else Message(line, [section(line)]))


def confirm(ack: Ack, verb: str, value: str, who: Who, store: Store) -> None:
    """Yes, that's it; nearly; not yet: the last part of the action is the choice."""
    round_id, _, listener_id = value.partition("|")
    with store.begin() as db:
        round_ = access.mine(db, round_id, who)
        may("take part", round_.roles(listener_id))
        flow.confirm(round_, who.id, listener_id, verb.rpartition(".")[2])
        save(db, round_)
    ack()


def read(value: str, who: Who, store: Store) -> View:
    """The first page, or the one that is named."""
    round_id, _, page = value.partition("|")
    with store.read() as db:
        round_ = queries.find(db, who.team, round_id, NAME)
        may("withdraw", round_.roles(who.id))
        access.page_of(db, round_, who)
        standing.may_read(round_, who.id)
        return forms.read(round_, who.id, int(page) if page.isascii() and page.isdigit() else 0)


def say(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.taking_part(round_, who.id)
        return forms.say(round_, who.id)


def said(ack: Ack, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    text = form.text("note")
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.say_later(round_, who.id, text, clock())
        save(db, round_)
    ack(forms.page("say", words["say.kept" if text else "say.gone"].fill()))


def take(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.taking_part(round_, who.id)
        return forms.taking(round_, who.id)


def took(ack: Ack, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    text = form.text("taking")
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.take_along(round_, who.id, text, form.ticked("shown"), clock())
        save(db, round_)
    ack(forms.page("take", words["take.done" if text else "take.nothing"].fill()))


def nothing(round_: Round, person_id: str, now: datetime) -> None:
    flow.take_along(round_, person_id, "", False, now)


def hear(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.taking_part(round_, who.id)
        if not standing.heard_next(round_, who.id):
            raise Refusal("listening.refused.moved_on")
        return forms.hear(round_, who.id)


def heard(ack: Ack, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.play_back(round_, who.id, form.text("heard"), clock())
        save(db, round_)
    ack()


def menu(value: str, who: Who, channel: str, store: Store) -> View:
    with store.read() as db:
        round_ = access.around(db, value, who, channel)
        return forms.menu(round_, who.id)


def how(value: str, who: Who, store: Store, settings: Settings) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        return forms.how(round_, people.find(db, who.team, who.id), settings.support_text)


def log(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        return forms.log(round_, people.find(db, who.team, who.id).zone)


def debating(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    """It rests for all; whoever said so gets a few questions that help people think together."""
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.pause(round_, who.id, clock())
        save(db, round_)
        page = forms.debating(round_)
    ack(page)


def think(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    """One of those questions is asked next, and it goes on."""
    round_id, _, prompt_id = value.partition("|")
    prompt = catalogue.find(prompt_id)
    if prompt is None or prompt.visibility != "group":
        raise Refusal("common.not_here_any_more")
    with store.begin() as db:
        round_ = access.mine(db, round_id, who)
        if first_time(db, asked, clock()):
            flow.think_together(round_, who.id, prompt.question, clock())
            save(db, round_)
    ack(forms.done("going_on"))


def question(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
    standing.going(round_)
    standing.hosting(round_, who.id)
    return forms.question(round_)


def questioned(ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    text = form.text("question")
    asking.short_enough(text, text)
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        if first_time(db, asked, clock()):
            hosting.next_question(round_, who.id, text, clock())
            save(db, round_)
    ack(forms.page("question", words["question.done"].fill()))


def hand(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
    standing.going(round_)
    standing.hosting(round_, who.id)
    others = [seat for seat in joined(round_) if seat.person_id != who.id]
    if not others:
        raise Refusal("listening.refused.nobody_here")
    return forms.hand(round_, others)


def handed(ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    to = form.choice("who") or ""
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        if first_time(db, asked, clock()):
            hosting.offer(round_, who.id, to, clock())
            save(db, round_)
    ack(forms.page("hand", words["receipt.handed"].fill(name=name_of(round_, to))))


def keep(ack: Ack, verb: str, value: str, who: Who, store: Store) -> None:
    """Whether one's own gathered words stay for longer than 30 days."""
    kept = verb.endswith(".keep")
    with store.begin() as db:
        round_ = access.of_author(db, value, who)
        flow.keep(round_, who.id, kept)
        save(db, round_)
    ack(forms.done("kept" if kept else "unkept"))


def withdraw(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.of_author(db, value, who)
        flow.withdraw(round_, who.id, clock())
        save(db, round_)
    ack(forms.done("withdrawn"))


def still_here(round_: Round, person_id: str, _: datetime) -> None:
    flow.still_here(round_, person_id)


def offer_to_open(round_: Round, person_id: str, _: datetime) -> None:
    flow.offer_to_open(round_, person_id)


def _joins(db: Db, round_: Round, who: Who, now: datetime) -> None:
    people.meet(db, who.team, who.id, who.name)
    flow.join(round_, queries.seat(db, who.team, who.id), now)


def _host(round_: Round) -> str:
    return host_of(round_) or name_of(round_, round_.host_id)


COMMANDS = asking.COMMANDS
SHOWS: Listeners = {
    **asking.SHOWS,
    "listening.read": read,
    "listening.read_again": read,
    "listening.next_page": read,
    "listening.previous": read,
    "listening.say": say,
    "listening.my_note": say,
    "listening.take": take,
    "listening.hear": hear,
    "listening.menu": menu,
    "listening.how": how,
    "listening.log": log,
    "listening.question": question,
    "listening.hand": hand,
}
ACTIONS: Listeners = {
    **asking.ACTIONS,
    **overhearing.ACTIONS,
    "listening.write": write,
    "listening.join": join,
    "listening.open": decides(offer_to_open, "opens", tells=True),
    "listening.pass": pass_on,
    "listening.erase": decides(flow.erase, "erased"),
    "listening.begin": begin,
    "listening.begin_two": decides(begin_two, "begun"),
    "listening.read_now": read_now,
    "listening.done": decides(flow.done),
    "listening.pass_turn": decides(flow.pass_on),
    "listening.more": decides(flow.more, adds=True),
    "listening.away": decides(flow.miss, "called"),
    "listening.still_here": decides(still_here),
    "listening.listened": listened,
    "listening.yes": confirm,
    "listening.nearly": confirm,
    "listening.not_yet": confirm,
    "listening.nothing": decides(nothing, "out"),
    "listening.pause": decides(flow.pause, "paused"),
    "listening.go_on": decides(flow.go_on, "going_on"),
    "listening.debating": debating,
    "listening.think": think,
    "listening.step_out": decides(flow.step_out, "stepped_out"),
    "listening.skip": decides(hosting.skip, "skipped", adds=True),
    "listening.extend": decides(hosting.extend, "extended"),
    "listening.close": decides(hosting.close, "closed"),
    "listening.host_yes": decides(hosting.take, "host"),
    "listening.host_no": decides(hosting.decline, "host_no"),
    "listening.keep": keep,
    "listening.unkeep": keep,
    "listening.withdraw": withdraw,
}
FORMS: Listeners = {
    **asking.FORMS,
    "listening.write": wrote,
    "listening.say": said,
    "listening.take": took,
    "listening.hear": heard,
    "listening.question": questioned,
    "listening.hand": handed,
}
