"""One person's own card of a listening round, in their direct message: what is theirs to do now."""

from bot.features.listening.cards.saying import (
    act,
    host_of,
    lap_kind,
    moment_of,
    prompt_of,
    put_by,
    turn,
    words,
)
from bot.features.listening.flow import standing
from bot.features.listening.models import (
    APART,
    DECLINED,
    DONE,
    HERE,
    INVITED,
    PASSED,
    Pace,
    Step,
    facts,
    is_in,
    joined,
    pace,
    place,
    plan_of,
)
from bot.rounds.company.standing import host_name, looks_after
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.showing import prompts, sentences
from bot.rounds.showing.sentences import message, name_of, names
from bot.slack.blocks import Block, Message, context
from bot.words import Markup

# The keys of a card's lines, and the names of its buttons.
Face = tuple[list[str], list[str]]
_CONFIRM = ("yes", "nearly", "not_yet")
_CONFIRMED = {"yes": "confirmed_yes", "nearly": "confirmed_nearly", "not_yet": "confirmed_not_yet"}
_PASSED_ON = {
    "turn": "turn_relay",
    "turn_again": "turn_again_relay",
    "spoken": "spoken_relay",
    "waiting": "waiting_relay",
}
_SAID = ("hosted", "beside", "not_hosting", "going_on")


def card(round_: Round, seat: Seat) -> Message:
    """Status, question and buttons; never anybody's words."""
    keys, does = _face(round_, seat)
    if standing.by_time(seat.rang) and "how" not in does:
        does = [*does, "how"]  # "why am I getting this?" and "fewer of these"
    host, channel = host_of(round_), Markup(f"<#{round_.channel_id}>")
    which = "title_rhythm" if facts(round_).get("rhythm") else "title" if host else "title_nobody"
    title = words[f"mine.{which}"].fill(host=host, channel=channel)
    row = [_button(round_, seat, name, first=place == 0) for place, name in enumerate(does)]
    lines = [
        *sentences.moved_by(round_, seat, live=pace(round_) is Pace.LIVE),
        *_told(round_, seat),
        *(_line(round_, seat, key) for key in keys),
    ]
    lines += [words["waits.only_you"].fill()] if _only(round_, seat) else []
    lines += sentences.absent(round_, standing.awaited(round_), seat, standing.asked_to_write(round_))
    asks = seat.left_at is None and standing.awaits(round_, seat.person_id)
    why = prompts.why(prompt_of(round_)) if asks and round_.step in (Step.ASKED, Step.WRITE) else []
    foot = list[Block]()
    if not seat.left_at and (rhythm := put_by(round_)):
        row.append(sentences.act(words, "rhythm", rhythm))
        foot.append(context(words["rhythm.put"].fill()))
    return message(title, standing.question(round_), lines, [row], foot, why)


def _told(round_: Round, seat: Seat) -> list[Markup]:
    """What this person has told those who played back their words: their own card confirms it."""
    if round_.status != Status.RUNNING or round_.step not in (Step.READ, Step.TURNS) or seat.left_at:
        return []
    said = facts(round_)["confirmed"]
    heard_me = [s for s in round_.others(seat.person_id) if place(s)["listens_to"] == seat.person_id]
    return [
        words["mine.told"].fill(listener=names([s]), choice=words[f"do.{said[s.person_id]}"])
        for s in heard_me
        if said.get(s.person_id)
    ]


def _only(round_: Round, seat: Seat) -> bool:
    """Whether it waits for this person's words alone: everybody else who is in it has written."""
    writes = round_.status == Status.RUNNING and round_.step == Step.WRITE
    return writes and standing.to_write(round_) == [seat] and standing.counts(round_)[1] > 0


def _face(round_: Round, seat: Seat) -> Face:
    """What comes first for this person, in the order that matters to them."""
    f, me = facts(round_), seat.person_id
    if seat.left_at:
        return ["left"], []
    if round_.step in (Step.SPLIT, Step.TAKEN_BACK, Step.FORGOTTEN):
        return [round_.step], []
    if round_.status == Status.STOPPED:
        mine = round_.of_kind("answer", me)
        key = "stopped_alone" if len(round_.of_kind("answer")) == 1 else "stopped_written"
        return ([key], ["read_again"]) if mine else (["stopped"], [])
    if round_.status == Status.CLOSED:
        gathered = is_in(round_, me) and bool(round_.of_kind("open"))
        return (["closed"], ["read_again"]) if gathered else (["closed_aloud"], [])
    if f["handing"] == me:
        return ["handing_together" if f["shares"] else "handing"], ["host_yes", "host_no"]
    if round_.status == Status.PAUSED:
        return _paused(round_, seat)
    if seat.step == INVITED:
        return _invited(round_, seat)
    if seat.step == DECLINED:
        late = round_.step != Step.CHECK_OUT or standing.takes_late(round_)
        return ["declined"], [_enters(round_)] if late else []
    if f["holder"] == me:
        return _holds(round_, seat)
    if standing.waits_for_word(round_, me):
        return _played_back(round_, seat)
    if seat.rang.startswith("wanted") and f["wanted"]:
        return ["wanted" if host_name(round_) else "wanted_nobody"], ["host_yes"]
    return _steady(round_, seat)


def _invited(round_: Round, seat: Seat) -> Face:
    again = seat.rang.startswith("still_good") or seat.notice == "still_good"
    does = [_enters(round_), "pass", "how"]
    if pace(round_) is Pace.GATHER:
        return (["still_good"] if again and round_.step == Step.WRITE else ["asked_write"]), does
    return [f"asked_{pace(round_)}"], does


def _holds(round_: Round, seat: Seat) -> Face:
    f = facts(round_)
    again = f["offered"].count(seat.person_id) > 1
    turn_ = _from_when(round_, "turn_again" if again else "turn")
    key = {Step.CHECK_IN: "turn_check_in", Step.CHECK_OUT: "turn_check_out"}.get(Step(round_.step), turn_)
    lines = ["call"] if f["calling"] else ["over"] if f["mark"] > 1 else [key]
    does = (["still_here"] if f["calling"] else []) + ["done", "pass_turn", "more"]
    if place(seat)["listens_to"] and not f["calling"]:
        choice = f["confirmed"].get(seat.person_id, "")
        lines.append(_CONFIRMED.get(choice, "turn_first"))
        does += [] if choice else ["plain"]
    if round_.of_kind("note", seat.person_id):
        return [*lines, "turn_note"], [*does, "my_note"]
    return lines, does


def _played_back(round_: Round, seat: Seat) -> Face:
    """Is that it? Passed on, it may be the next step by now: what is theirs to do in it stands there, too."""
    if pace(round_) is Pace.GATHER:
        return ["played_back_written"], [*_CONFIRM, "read"]
    if pace(round_) is Pace.LIVE:
        return ["played_back"], list(_CONFIRM)
    lines, does = ([], []) if round_.step == Step.TURNS else _steady(round_, seat)
    return ["played_back_relay", *lines], [*_CONFIRM, *does]


def _paused(round_: Round, seat: Seat) -> Face:
    mine, hosts_it = round_.paused_by == seat.person_id, looks_after(round_, seat.person_id)
    if facts(round_)["wanted"] and not hosts_it:
        return ["still_paused", "wanted"], ["go_on", "host_yes"]
    asked = seat.rang.startswith("still_paused")
    may = mine or hosts_it or not round_.paused_by
    return ["still_paused" if asked else "paused_mine" if mine else "paused"], ["go_on"] if may else []


def _steady(round_: Round, seat: Seat) -> Face:
    """Nothing in particular is theirs to do first: how it stands for them."""
    f, step, me = facts(round_), Step(round_.step), seat.person_id
    kind, _, choice = seat.rang.partition(":")
    said = [kind] if kind in _SAID else []
    if kind == "confirmed":
        said = [_CONFIRMED[choice.rpartition(":")[2]]]
    if seat.step == APART:
        return said or ["in"], []
    plain: dict[Step, Face] = {
        Step.ASKED: (["waiting_begin"], []),
        Step.WRITE: ([_writes(round_, seat)], ["write"]),
        Step.TALK: (["talk"], ["take"]),
    }
    if step in plain:
        return [*said, *plain[step][0]], plain[step][1]
    late = ["write"] if standing.may_write_late(round_, me) else []
    if step == Step.READ:
        hears = ["hear"] if standing.has_to_hear(round_, me) else []
        return [*said, "opened"], ["read", *late, *hears]
    if step == Step.CHECK_OUT and pace(round_) is not Pace.LIVE:
        read = ["read", *late] if round_.of_kind("open") else []
        if me in f["out"]:
            return [*said, "out" if round_.of_kind("taking", me) else "out_kept"], read
        return [*said, "check_out"], ["take", "nothing", *read]
    if f["heard"].get(me):
        return [*said, "listened"], []
    if not f["holder"]:
        return [*said, "thanks" if seat.step == DONE else "in"], []
    return [*said, _from_when(round_, "spoken" if seat.step == DONE else "waiting")], []


def _from_when(round_: Round, key: str) -> str:
    """Passed on, a turn says from when it goes."""
    return _PASSED_ON[key] if pace(round_) is Pace.RELAY else key


def _writes(round_: Round, seat: Seat) -> str:
    first = {"again": "write_again", "next": "write_next"}.get(lap_kind(round_), "write")
    if seat.step == HERE and facts(round_)["retried"]:
        first = "still_good"
    return {DONE: "written", PASSED: "passed"}.get(seat.step, first)


def _enters(round_: Round) -> str:
    return "write" if pace(round_) is Pace.GATHER else "join"


def _button(round_: Round, seat: Seat, name: str, *, first: bool) -> Block:
    quiet = name in (*_CONFIRM, "how", "read_again", "my_note")
    value = standing.waits_for_word(round_, seat.person_id) if name in _CONFIRM else ""
    return act(name, round_, primary=first and not quiet, value=value)


def _line(round_: Round, seat: Seat, key: str) -> Markup:
    f, plan = facts(round_), plan_of(round_)
    others = [s for s in round_.others(seat.person_id) if s.step == INVITED or s in joined(round_)]
    return words[f"mine.{key}"].fill(
        host=host_of(round_),
        beside=name_of(round_, f["beside"]),
        holder=name_of(round_, f["holder"]),
        heard=name_of(round_, place(seat)["listens_to"]),
        listener=name_of(round_, standing.waits_for_word(round_, seat.person_id)),
        names=names(others, mention=True) if plan.people and others else words["mine.who_join"].fill(),
        since=moment_of(round_, round_.since, seat.zone),
        until=moment_of(round_, round_.ends_at, seat.zone),
        turn=turn(plan),
        takes=prompts.takes(prompt_of(round_)),
        count=len(f["heard"].get(seat.person_id, [])),
    )
