"""Small pieces of sentences that cards and forms of a matter share."""

from collections import Counter
from collections.abc import Sequence

from bot.features.options.flow import beside, consent, standing, steps, testing
from bot.features.options.models import (
    FRAMED,
    LEAST,
    MANDATE,
    STOP,
    Level,
    Reservation,
    Step,
    Stood,
    Working,
    deciders,
    facts,
)
from bot.features.options.models import Words as Record
from bot.features.options.register.cards.saying import level_of
from bot.rounds.company.standing import host_name
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import sentences
from bot.rounds.showing.sentences import as_written, name_of, names
from bot.slack.blocks import Block, button, context, quote, section
from bot.words import Markup, Words

words = Words("options")


def act(name: str, round_: Round, *, primary: bool = False, value: str = "", says: str = "") -> Block:
    return sentences.act(words, name, round_.id, primary=primary, value=value, says=says)


def host(round_: Round) -> str:
    """Whoever looks after it; where nobody does any more, who did."""
    return host_name(round_) or name_of(round_, round_.host_id)


def kinds(names_: Sequence[str]) -> Markup:
    return Markup(str(words["and"]).join(words[f"kind.{name}"].fill() for name in names_))


def mandate(round_: Round) -> list[Block]:
    """What is ours to decide, and what is not: on every page, where it was said."""
    lines = [words[f"mandate.{key}"].fill(text=text) for key in FRAMED if (text := text_of(round_, key))]
    said = any(text_of(round_, key) for key in MANDATE)
    return [context(Markup("\n".join([*lines, *([] if said else [words["mandate.unknown"].fill()])])))]


def proposed(round_: Round) -> list[Block]:
    """What is tested, where there is something."""
    chosen = standing.proposal(round_)
    return titled(words["card.proposal"], chosen.text) if chosen and chosen.text else []


def titled(title: str, text: str) -> list[Block]:
    """Somebody's words, under what they are; nothing where there are none."""
    return [section(f"*{title}*"), *quote(text)] if text else []


def signed(round_: Round, replies: Sequence[Reply]) -> list[Block]:
    """What people said, each with their name."""
    return [
        block
        for reply in replies
        for block in as_written(
            reply, attribution=words["name_only"].fill(name=name_of(round_, reply.author_id))
        )
    ]


def counted(round_: Round) -> list[list[Block]]:
    """What the newest test came to: how many answered at each level."""
    found = testing.result(round_)
    if found is None:
        return []
    title = words[f"result.{_about(round_)}"]
    return [[section(f"*{title}*\n{_counts(found)}")]]


def reasons(round_: Round) -> list[list[Block]]:
    """Why, in people's own words: they are read in forms, and stand in no message.

    What has to be met stands first of all while the proposal is changed.
    """
    found, first = testing.result(round_), to_meet(round_) if round_.step == Step.INTEGRATE else []
    said = [_reason(reason) for reason in found["reasons"]] if found else []
    return [one for one in said if one not in first]


def to_meet(round_: Round) -> list[list[Block]]:
    """What people objected, or needed first, when it was tested last."""
    return [_reason(reason) for reason in testing.to_meet(round_)]


def looked_counted(round_: Round) -> list[list[Block]]:
    """How it works for those who said so, counted; for whoever lives with it, apart."""
    return [*_counted("said", testing.looked(round_)), *_counted("beside", beside.opened(round_))]


def _counted(title: str, found: Sequence[Working]) -> list[list[Block]]:
    said = Counter(one["answer"] for one in found)
    lines = [
        words["review.count"].fill(answer=words[f"answer.{answer}"], count=said[answer])
        for answer in ("yes", "partly", "no", STOP)
        if said[answer]
    ]
    above = Markup(f"*{words[f'review.{title}']}*")
    return [[section(Markup("\n".join([above, *lines])))]] if lines else []


def looked(round_: Round) -> list[list[Block]]:
    """The same in people's own words, for whoever opens it."""
    return [*_heard("said", testing.looked(round_)), *_heard("beside", beside.opened(round_))]


def _heard(title: str, said: Sequence[Working]) -> list[list[Block]]:
    return [[section(f"*{words[f'review.{title}']}*")], *map(_working, said)] if said else []


def _working(one: Working) -> list[Block]:
    answer, name = words[f"answer.{one['answer']}"], one["name"] or words["member"]
    who = words["review.by"].fill(answer=answer, name=name)
    return quote(one["text"], attribution=who) if one["text"] else [section(who)]


def _about(round_: Round) -> str:
    """Answers that are older than what stands above them say so."""
    if steps.changed_since(round_):
        return "title_before"
    return "title_last" if round_.step == Step.TEST else "title"


def _counts(found: testing.Result) -> Markup:
    """In words; then who did not answer."""
    lines = [
        words["result.level"].fill(level=level_of(level), count=found["levels"][level])
        for level in Level
        if found["levels"].get(level)
    ]
    if found["missing"]:
        lines.append(words["result.missing"].fill(count=found["missing"]))
    if found["lacks"]:
        lines.append(words["result.lacks"].fill(kinds=kinds(found["lacks"])))
    return Markup("\n".join(lines))


def _reason(reason: Reservation) -> list[Block]:
    """With a name only where it was ticked; beside it what would make it safe enough to try."""
    name = reason["name"] or words["member"]
    who = words["result.by"].fill(level=level_of(reason["level"]), name=name)
    said = quote(reason["text"], attribution=who) if reason["text"] else [context(who)]
    return [*said, *safe_enough(reason)]


def safe_enough(reason: Reservation) -> list[Block]:
    """What would make it safe enough to try, for whoever has something against it; nothing where unsaid."""
    text = reason.get("safe", "")
    return quote(text, attribution=words["result.safe"].fill()) if text else []


def put(round_: Round, *, named: bool = False) -> Markup:
    """What is put to all, and by whom; whom it is about stands only where those who decide read it."""
    motion = consent.motion(round_)
    by, about = name_of(round_, motion["by"]), motion.get("about", "")
    if about and named:
        return words[f"put.{motion['what']}_named"].fill(by=by, about=name_of(round_, about))
    return words[f"put.{motion['what']}"].fill(by=by)


def stood(round_: Round) -> list[Markup]:
    """That something was put to all and changed nothing, where that was so last."""
    came_to = facts(round_)["stood"]
    if came_to is None:
        return []
    counts = {key: came_to[key] for key in ("yes", "against", "of")}
    lacks = came_to.get("lacks") or []
    return [
        words[f"put.stood_{came_to['what']}"].fill(**counts),
        *([words["put.lacks"].fill(kinds=kinds(lacks))] if lacks else []),
        *_alone(came_to),
    ]


def _alone(came_to: Stood) -> list[Markup]:
    """Why a yes of all was not enough: one alone decides nothing, or whoever was to be let go is back."""
    if came_to["what"] == "let_go":
        return [words["put.back"].fill()] if consent.passes(came_to) else []
    alone = came_to["yes"] == came_to["of"] < LEAST and not came_to["against"]
    return [words["card.alone"].fill()] if alone else []


def pulled(round_: Round) -> list[Markup]:
    """That somebody has pulled the stop-sign, or that it is looked at again because two have; never who."""
    if facts(round_)["sooner"]:
        return [words["stop.came"].fill()]
    return [words["stop.one"].fill()] if standing.holds(round_) and beside.pulled(round_) else []


def handed_to(record: Record) -> str:
    """To whom it was handed on last; "" for nobody."""
    return record["handed"][-1]["to"] if record["handed"] else ""


def who_decides(round_: Round) -> Markup:
    there = deciders(round_)
    return words["card.deciders" if there else "card.deciders_nobody"].fill(names=names(there))


def lacking(round_: Round) -> Markup:
    """Who has to be named before anybody can agree: one alone, or nobody who brings what is to be heard."""
    lack = standing.missing_kinds(round_)
    if round_.step == Step.TEST and len(deciders(round_)) < LEAST:
        return words["card.alone"].fill()
    return words["card.lacking"].fill(kinds=kinds(lack)) if lack else Markup("")


def to_record(round_: Round, *, primary: bool = False) -> Block:
    """The button that opens its record, in the channel's register."""
    value = f"{round_.channel_id}|{facts(round_)['record']}"
    return button(words["do.record"], "options.record", value, style="primary" if primary else None)


def to_note(round_: Round, name: str) -> Block:
    """The button to a note beside its record: of one's own, or of what one answered and nobody has read."""
    return button(words[f"do.{name}"], "options.note", f"{round_.channel_id}|{facts(round_)['record']}")
