"""From a declaration to a Feature: what starts it, its presses and forms, its tick, its lines at home."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from bot.refusal import SURE
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import one_of, refused
from bot.rounds.feature import Feature, Kind, Listener
from bot.rounds.keeping import queries, tries
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.practice import halves, life, moments
from bot.rounds.practice.declared import CLOSED, QUESTION, Practice, Press, Step, joined, readable
from bot.rounds.practice.drawn import Faces
from bot.rounds.practice.presses import Presses
from bot.rounds.practice.starting import Starts
from bot.rounds.showing import meant
from bot.rounds.time import notices
from bot.slack.forms import Form
from bot.store import Db
from bot.words import Words


def feature(practice: Practice, faces: Faces | None = None, **more: Any) -> Feature:
    """The whole of a practice: with `faces` of its own if it has some, and whatever `more` a Feature has.

    What `more` has of actions, shows and forms stands beside the kit's, or in the place of what it names.
    """
    faces = faces or Faces(practice)
    name, presses = practice.name, pressing(practice)
    # Whom one can ask would say who is in it.
    hand_on = {} if practice.hides else {f"{name}.hand": presses.hand(joined)}
    unnaming = {f"{name}.mend": presses.opens(faces.mend)} if practice.unnames else {}
    resting = {f"{name}.moment": presses.shows(faces.moment)} if practice.moments else {}
    moment = presses.sends(partial(_moment, practice), "moment")
    mended = presses.sends(partial(_wrote_anew, practice), "sent")
    tables: dict[str, Mapping[str, Listener]] = {
        "actions": acting(practice, faces, presses),
        "shows": {
            f"{name}.late": presses.opens(faces.late, others=True),
            f"{name}.read": presses.opens_about(faces.read, others=True),
            f"{name}.menu": presses.menu(faces.menu),
            f"{name}.how": presses.shows(faces.how),
            f"{name}.log": presses.log(),
            **hand_on,
            **unnaming,
            **resting,
        },
        "forms": {
            f"{name}.write": presses.sends(partial(_wrote, practice), then=faces.wrote, others=True),
            f"{name}.late": presses.sends(partial(_wrote_late, practice), then=faces.read, others=True),
            **({} if practice.hides else {f"{name}.hand": presses.handed(joined)}),
            **({f"{name}.mend": mended} if practice.unnames else {}),
            **({f"{name}.moment": moment} if practice.moments else {}),
        },
    }
    reads = frozenset({meant.WHO})  # those who are named, where there is nothing to ask; else it says how
    parts = {
        "kinds": (kind(practice, faces),),
        "start": starts(practice).typed,
        "home": faces.home,
        "reads": reads,
        **more,
    }
    return Feature(name, **parts | {key: {**table, **more.get(key, {})} for key, table in tables.items()})


def kind(practice: Practice, faces: Faces) -> Kind:
    """The kind of round that it declares: it is called as the practice is."""
    asked = lambda _, reply: reply.kind == QUESTION  # noqa: E731
    return Kind(practice.name, faces.draw, asked, partial(tick, practice), kept=practice.kept)


def starts(practice: Practice) -> Starts:
    """How a round of this practice starts, by a command or by anything else."""
    return Starts(
        practice.name,
        partial(life.ask, practice),
        life.stand,
        partial(life.take_back, practice),
        life.is_untouched,
        partial(save, practice),
        asks_question=practice.asks,
        brings=tries.bring if practice.tries else None,
    )


def weighed(reply: Reply) -> bool:
    """What the rules look into: the question, and pools, which are filled up whoever fills them."""
    return reply.kind == QUESTION or not reply.author_id


def pressing(practice: Practice) -> Presses:
    """Makes listeners for the rounds of this practice: for those of its own, too."""
    door = Door(practice.name, practice.name, partial(readable, practice), weighed, in_channel=True)
    return Presses(door, Words(practice.name), partial(save, practice), aloud=True, reads="join")


def acting(practice: Practice, faces: Faces, presses: Presses) -> Mapping[str, Listener]:
    """The buttons that decide, by the ids that stand on them."""
    rules = {
        "pass": ("passed", life.pass_on),
        "done": ("read", life.pass_on),
        "pause": ("paused", life.pause),
        "go_on": ("going_on", life.resume),
        **({"extend": ("extended", life.extend)} if practice.more_time else {}),
        **({"back": ("going_on", life.back)} if practice.moments and not practice.theirs else {}),
        "move_on": ("moved_on", life.move_on),
        "close": ("closed", life.close),
        "take_back": ("taken_back", life.take_back),
    }
    join, comes = partial(life.join, practice), lambda *_: None  # to have a place is all
    found = {
        **{verb: presses.decides(partial(rule, practice), said) for verb, (said, rule) in rules.items()},
        "step_out": presses.decides(partial(life.leave, practice), "stepped_out", verb="leave"),
        **{
            own.name: presses.sends(
                partial(_own, practice, own), own.name, joins=join if own.around else None
            )
            for own in practice.presses
        },
        "join": presses.sends(partial(_came, practice), "joined", joins=join),
        "write": presses.sends(comes, then=faces.write, joins=join, others=True),
        "host_yes": presses.decides(life.take, "host"),
        "host_no": presses.decides(life.decline, "host_no"),
        **({"hold": presses.about(life.hold_back, "held")} if practice.unnames else {}),
        **({"helper_me": presses.helper()} if practice.helps else {}),
    }
    return {f"{practice.name}.{verb}": listener for verb, listener in found.items()}


def tick(practice: Practice, db: Db, round_: Round, now: datetime) -> None:
    """Time passes for it, and what waits for somebody rings if it may."""
    queries.unseal(db, round_, weighed)
    life.time_passes(practice, round_, now)
    life.settle(practice, round_, now, waiting=False)
    notices.wait(round_, now)
    _keep(practice, db, round_)


def save(practice: Practice, db: Db, round_: Round, now: datetime) -> None:
    """Keep it, settled."""
    life.settle(practice, round_, now)
    _keep(practice, db, round_)


def _keep(practice: Practice, db: Db, round_: Round) -> None:
    if practice.tries and round_.step == CLOSED:
        tries.keep(db, round_, practice.tries(round_))
    queries.save(db, round_)


def owed(db: Db, round_: Round) -> None:
    """For `Starts.brings`: who is owed a half from the last time, in any round of this kind."""
    for seat in round_.seats:
        before = queries.ever_in(db, round_.team, seat.person_id, round_.feature, round_.kind)
        seat.facts[halves.OWED] = halves.is_owed(before, seat.person_id)


def _wrote(practice: Practice, round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    said = _said(practice.at(round_), form)
    life.write(practice, round_, me, said, now, draft=form.ticked("draft"), sure=about == SURE)


def _wrote_late(practice: Practice, round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    said = _said(life.late_of(practice, round_, me), form)
    life.write_late(practice, round_, me, said, now, sure=about == SURE)


def _wrote_anew(practice: Practice, round_: Round, me: str, form: Form, _: str, now: datetime) -> None:
    box = life.held_of(practice, round_, me)
    life.write_anew(practice, round_, me, {box.kind: form.text(box.kind)}, now)


def _moment(practice: Practice, round_: Round, me: str, form: Form, _: str, now: datetime) -> None:
    moments.calls(practice, round_, me, form.several("whom"), now)


def _said(step: Step, form: Form) -> Mapping[str, str]:
    return {box.kind: form.choice(box.kind) or form.text(box.kind) for box in step.boxes}


def _came(practice: Practice, round_: Round, me: str, form: Form, about: str, now: datetime) -> None:
    """The last of those who were asked has said: it need not wait."""
    life.go_on(practice, round_, now, me)


def _own(
    practice: Practice, press: Press, round_: Round, me: str, form: Form, about: str, now: datetime
) -> None:
    if one_of(round_, me, round_.present) not in press.who(round_) or round_.step not in press.steps:
        raise refused(round_, "not_yours_now")
    press.rule(round_, me, now)
    life.go_on(practice, round_, now, me)
