"""From Slack: what people do in a listening round. The dicts at the foot are the table of contents."""

from datetime import datetime

from bot.clock import Clock
from bot.features.listening import flow, forms
from bot.features.listening.cards import receipts
from bot.features.listening.flow import hosting, standing
from bot.features.listening.listeners import asking, overhearing
from bot.features.listening.listeners.access import DOOR, arrives, presses, save
from bot.features.listening.models import NAME, Pace, joined, pace
from bot.rounds.company.standing import going, refused, short_enough
from bot.rounds.company.standing import hosting as only_hosts
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.showing import shapes
from bot.slack.asked import Who
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Store


def write(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    """*Write* is joining: the form opens, and from now on it is waited for."""
    if pace(round_) is not Pace.GATHER:
        raise refused(round_, "moved_on")
    flow.join(round_, round_.seat(me), now)
    standing.may_write(round_, me)


def wrote(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    flow.write(round_, me, shapes.written(about, form, "answer"), form.text("arrival"), now)


def join(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    """*I'm here*: both live and passed on need people to say so themselves."""
    if pace(round_) is Pace.GATHER:
        raise refused(round_, "moved_on")
    flow.join(round_, round_.seat(me), now)


def begin(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    """Those who are there begin; two are asked whether they want to, a crowd goes on in smaller groups."""
    with store.begin() as db:
        round_ = DOOR.held(db, value, who)
        two = standing.just_two(round_)
        if two:
            only_hosts(round_, who.id)
        else:
            queries.unseal(db, round_, lambda r: r.kind == "note")  # they go along where it goes on in rooms
            for room in hosting.begin(round_, who.id, clock()):
                flow.stand(room)
                queries.add(db, room)
            save(db, round_, clock())
    ack(receipts.two(round_) if two else None)


def confirms(choice: str) -> Listener:
    """Whoever was heard says whether that is it."""

    def rule(round_: Round, me: str, listener: str, _: datetime) -> None:
        flow.confirm(round_, me, listener, choice)

    return presses.about(rule)


def said(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    flow.say_later(round_, me, form.text("note"), now)


def took(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    flow.take_along(round_, me, form.text("taking"), form.ticked("shown"), now)


def heard(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    flow.play_back(round_, me, form.text("heard"), now)


def think(round_: Round, me: str, prompt_id: str, now: datetime) -> None:
    """One of the questions that help people think together is asked next, and it goes on."""
    flow.think_together(round_, me, asking.prompt(prompt_id).question, now)


def questioned(round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    short_enough(NAME, form.text("question"), forms.QUESTION_MAX)
    hosting.next_question(round_, me, form.text("question"), now)


COMMANDS = asking.COMMANDS
READ = presses.opens_about(forms.read, standing.may_read, verb="withdraw", others=True)
SAY = presses.opens(forms.say, standing.taking_part)
SHOWS: Listeners = {
    **asking.SHOWS,
    "listening.read": READ,
    "listening.read_again": READ,
    "listening.next_page": READ,
    "listening.previous": READ,
    "listening.say": SAY,
    "listening.my_note": SAY,
    "listening.take": presses.opens(forms.taking, standing.taking_part),
    "listening.hear": presses.opens(forms.hear, standing.may_hear, others=True),
    "listening.menu": presses.menu(lambda round_, person, _, __: forms.menu(round_, person.id), verb="join"),
    "listening.how": presses.shows(forms.how, on_top=True),
    "listening.log": presses.log(),
    "listening.question": presses.opens(forms.question, lambda round_, me: going(round_), only_hosts),
    "listening.hand": presses.hand(joined),
}
ACTIONS: Listeners = {
    **asking.ACTIONS,
    **overhearing.ACTIONS,
    "listening.write": presses.sends(write, then=forms.write, joins=arrives),
    "listening.join": presses.sends(join, then=receipts.came, joins=arrives),
    "listening.open": presses.decides(lambda r, me, now: flow.offer_to_open(r, me), "opens", aloud=True),
    "listening.pass": presses.decides(flow.decline, "not_this_time"),
    "listening.erase": presses.decides(flow.erase, "erased", verb="withdraw"),
    "listening.begin": begin,
    "listening.begin_two": presses.decides(lambda r, me, now: hosting.begin(r, me, now, two=True), "begun"),
    "listening.read_now": presses.decides(hosting.read_now, then=forms.read_now),
    "listening.done": presses.decides(flow.done),
    "listening.pass_turn": presses.decides(flow.pass_on),
    "listening.more": presses.decides(flow.more),
    "listening.plain": presses.decides(lambda r, me, now: flow.plain(r, me)),
    "listening.away": presses.decides(flow.miss, "called"),
    "listening.still_here": presses.decides(lambda r, me, now: flow.still_here(r, me)),
    "listening.listened": presses.decides(flow.listened, "listened", then=forms.listened, aloud=True),
    "listening.yes": confirms("yes"),
    "listening.nearly": confirms("nearly"),
    "listening.not_yet": confirms("not_yet"),
    "listening.nothing": presses.decides(lambda r, me, now: flow.take_along(r, me, "", False, now), "out"),
    "listening.pause": presses.decides(flow.pause, "paused"),
    "listening.go_on": presses.decides(flow.go_on, "going_on"),
    "listening.debating": presses.decides(flow.pause, then=forms.debating),
    "listening.think": presses.about(think, "going_on"),
    "listening.step_out": presses.decides(flow.step_out, "stepped_out", verb="leave"),
    "listening.skip": presses.decides(hosting.skip, "skipped"),
    "listening.extend": presses.decides(hosting.extend, "extended"),
    "listening.plain_all": presses.decides(hosting.leave_out, "plain"),
    "listening.close": presses.decides(hosting.close, "closed"),
    "listening.host_yes": presses.decides(hosting.take, "host"),
    "listening.host_no": presses.decides(hosting.decline, "host_no"),
    "listening.keep": presses.decides(lambda r, me, now: flow.keep(r, me, True), "kept", verb="withdraw"),
    "listening.unkeep": presses.decides(
        lambda r, me, now: flow.keep(r, me, False), "unkept", verb="withdraw"
    ),
    "listening.withdraw": presses.decides(flow.withdraw, "withdrawn", verb="withdraw"),
}
FORMS: Listeners = {
    **asking.FORMS,
    "listening.write": presses.sends(wrote, then=forms.wrote),
    "listening.say": presses.sends(said, then=forms.said),
    "listening.take": presses.sends(took, then=forms.took),
    "listening.hear": presses.sends(heard),
    "listening.question": presses.sends(questioned, "asked_next"),
    "listening.hand": presses.handed(joined),
}
