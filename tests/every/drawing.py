"""Everything that practices draw, with the worst that people can write in it; and what may not be in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import cycle
from typing import Any, NamedTuple

from hypothesis import strategies as st

from bot import routes, written
from bot.features import FEATURES
from bot.people.refresh import NAME_MAX
from bot.playground import blockkit, limits
from bot.refusal import Refusal
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Card, Round
from bot.rounds.showing import behind, closing, jobs, meant
from bot.slack import choices, whispers
from bot.slack.asked import HOME, MESSAGE, MODAL, SHORTCUT, Asked, Who
from bot.slack.blocks import CUT, Message, View, fits, quote, section
from bot.slack.errors import said
from bot.slack.text import safe
from bot.slack.there import not_here
from bot.words import FOLDER, Markup, blanks, phrase, read, says
from tests.practices import HERE, IDS, TEAM, Drawn, Handed, Names, Readable, everybody
from tests.reading import actions_in, apart, as_read, mrkdwn_in

PRESSED = (MESSAGE, HOME, MODAL, SHORTCUT)
OPENED = "choices.opened"  # draws a form with what stood behind its *More choices*
HOSTILE = [
    "&" * 1500,
    "W" * 1500,
    "\n" * 700 + "a" + "\n" * 700,
    "a\n" * 300,
    "👩‍⚕️👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇬🇧" * 40,
    "شكراً לך, " * 150,
    "\u202eabc\u2066def \u200f\u202d" + "מה נשמע",
    "\x00\x07\x1b[31m\x7f\x85 controls \x9b \ufffe",
    "Z̵̧̡͎͍̬̹͗̍̀́a̷̛͚͍̽l̴̢̹̈́g̶̻̈́o̷͠ " * 30,
    "<!channel> <!here> <!everyone> <@U0BEN> <#C0HOME|x> <!subteam^S1|all>",
    "<http://x|y> http://example.org/?a=1&b=2 <mailto:a@b> https://example.org",
    "*bold* _slanted_ ~gone~ `code` ```block``` > quoted\n> again",
    "*_~`" * 20,
    '</script><script>alert(1)</script> <!-- {"type": "section"}',
    "{blank} {names} {0} {} {{}} %s %(x)s %d $x ${x}",
    "&lt;!channel&gt; &amp;amp; &#60;b&#62;",
    ":smile: :skull: :wave::skin-tone-3: @here @channel @everyone #general",
    "<!date^1^{date}|now> <!date^1789000000^{date_long} at {time}^http://x|soon>",
    "<" * 300,
    "|" * 40 + ">" * 40,
    "\u200b \u2060 \ufeff",
]


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=400) | st.text(
    st.sampled_from(list("<>&|*_~`{}%!@#:/\\\"'\n\t \u202e\u2066\u2069\u200d\u200b👩🏽אa1")), max_size=120
)


def gather() -> None:
    """What features hand each other, as app.py gathers it, and as many offers as there is room for."""
    closing.gather(
        [closing.Offer("reflection.do.choose_question", f"other.{n}") for n in range(5)],
        {name: offer for feature in FEATURES for name, offer in feature.doors.items()},
    )


def dressed(practice: Handed, round_: Round, names: Names, words: str) -> Round:
    """The same round, with these names and this text wherever somebody wrote one."""
    worn = apart(round_)
    for seat, name in zip(worn.seats, cycle(names), strict=False):
        seat.name = safe(name, NAME_MAX) or seat.person_id
        seat.words = words[:80].strip() if says(words[:80]) else ""
    for reply in worn.replies:
        reply.text = practice.worn(reply, names, words)
        if reply.kind == "question" and reply.text is not None and not says(reply.text):
            reply.text = "?"  # nobody can ask nothing: a form refuses it
    return worn


def of_round(feature: Feature, practice: Handed, round_: Round, words: str) -> Drawn:
    """All that is drawn of it, for everybody."""
    return practice.draws(round_, read_by(feature, practice), words)


def read_by(feature: Feature, practice: Handed) -> Readable:
    """How a round of it is unsealed for a person; for None, for its cards."""
    on_card = {kind.name: kind.on_card for kind in feature.kinds}

    def readable(round_: Round, person_id: str | None) -> Round:
        if person_id is None:
            return as_read(round_, on_card[round_.kind])
        return as_read(round_, lambda round_, reply: practice.may_read(round_, reply, person_id))

    return readable


def drawn(feature: Feature, practice: Handed, names: Names, words: str, of: list[Round]) -> Drawn:
    """All that is drawn of these rounds, and without one, by people who are called so and wrote this.

    What stands behind a card's *More*, or a form's, comes after it.
    """
    for by, thing in _drawn(feature, practice, names, words, of):
        yield by, thing
        if isinstance(thing, Message) and behind.MORE in actions_in(thing.blocks):
            yield "behind.page", behind.page(thing, HERE)
        if isinstance(thing, View) and choices.CHOICES in actions_in(thing.blocks):
            yield OPENED, replace(thing, blocks=choices.opened(thing.blocks))


def _drawn(feature: Feature, practice: Handed, names: Names, words: str, of: list[Round]) -> Drawn:
    words = words if says(words.strip()[:75]) else f"? {words}"
    names = tuple(name if says(safe(name, NAME_MAX)) else "x" for name in names)
    for round_ in of:
        yield from of_round(feature, practice, dressed(practice, round_, names, words), words)
    yield from practice.alone(names, words)
    if feature.typed:
        for what in sorted({*meant.ALL} - feature.reads):
            asked = Asked("command", "/made", Who(TEAM, IDS[0], "Ana"), "r", text=words)
            answer = meant.answer(meant.Meant(what, words), asked, feature.name, puts=feature.puts)
            yield "meant.answer", answer


def helping() -> Message:
    """The help text."""
    helped: list[Message] = []
    routes.helping(FEATURES)(helped.append)
    return helped[0]


def of_no_practice(words: str) -> Drawn:
    """What is nobody's: help, and answers where nothing is."""
    yield "routes.helping", helping()
    for support in ("", words):
        yield "written._said", written._said(written._help(support))
        yield "written._with_help", written._with_help(helping(), written._help(support))
    ana = Who(TEAM, IDS[0], "Ana")
    yield "there.not_here", not_here(Asked("command", "/reflect", ana, "r", text=words))
    for kind, verb in [("command", "/reflect"), *((place, "made.up") for place in PRESSED)]:
        for error in ("expired_trigger_id", "internal_error"):
            yield "whispers._gives_back", whispers._gives_back(Asked(kind, verb, ana, "r", text=words), error)
    about = Message(words, [*quote(words), section(safe(words))])
    for link in ("", "https://slack.com/archives/C1/p1?thread_ts=1&cid=C1"):
        yield "jobs.moved_on", jobs.moved_on(about, link)
    for moment in (jobs.UNREACHED, jobs._STILL):
        over = Card(TEAM, "c", "r", IDS[0], IDS[0], 1, moment, "sent", stays=True)
        if job := jobs._over(over, [over]):
            yield "jobs._over", job.message


def refusals(words: str) -> Iterator[tuple[str, Markup]]:
    """Every polite no, with its blanks filled."""
    texts, _ = read(FOLDER)
    for key, text_ in texts.items():
        if ".refused." in key or key in COMMON:
            yield key, said(Refusal(key, None, **dict.fromkeys(blanks(text_), words)))


COMMON = ("common.not_yours", "common.not_here_any_more", "common.apology")


# --- what must hold of every one of them

# What we write in Slack's own mark-up: a moment, the channel that a card is about, who has no name yet.
DATE = re.compile(r"<!date\^\d+\^[^|<>^]*\|[^<>|]*>|<#C0HOME>|<@U0\d\d>|(?<=by )<@U0CHLOE>(?=, for pairs)")


_SIGN = re.compile("[*_~`](?!\u200b)")


def faults(thing: Message | View) -> list[str]:
    found: list[Any] = []
    if isinstance(thing, Message):
        blocks = list(thing.blocks)
        found += blockkit.message_problems(blocks)
        found += ["rich text, which no update could replace" for b in blocks if b["type"] == "rich_text"]
        if blockkit.characters(blocks) > limits.of("message.blocks.characters"):
            found.append("too many words")
        if not 0 < len(thing.text) <= 4000:
            found.append(f"a text of {len(thing.text)}")
        found += alive(thing.text)
    else:
        payload = json.loads(json.dumps(thing.payload()))
        blocks = thing.blocks
        found += blockkit.view_problems(payload, "modal")
        if blockkit.view_is_too_large(payload):
            found.append("too large")
    if not fits(thing):
        found.append("it does not fit")
    for line in mrkdwn_in(blocks):
        found += alive(line)
    return [str(fault)[:200] for fault in found]


# A link to a card, as `of_no_practice` draws it: in people's own words the signs around it are escaped.
_OURS = re.compile(r"<https://(slack\.com/archives/[\w/?=&;]+|alongside\.example\.org/copy/[\w/]+)\|[^<>|]+>")


@lru_cache(10_000)
def alive(line: str) -> tuple[str, ...]:
    rest = _OURS.sub("", DATE.sub("", line))
    odd = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]", line)
    alive = (f"alive: {rest[:80]!r}",) if re.search("[<>]", rest) else ()
    return (*alive, f"odd: {odd[0]!r}") if odd else alive


class Signs(NamedTuple):
    """How many signs of mark-up stand in a text, other people's not counted; and whether it was cut short."""

    many: int
    cut: bool


def signs(thing: Message | View) -> list[Signs]:
    return [_signs_in(line) for line in mrkdwn_in(list(thing.blocks)) if line not in _cut_short()]


def ours(found: list[Signs], usual: list[Signs]) -> bool:
    """Whether these are the marks that are ours. An empty text has no line; what is cut has each in pairs."""
    if len(found) != len(usual):
        return True
    return all(
        one.many == other.many or (one.cut and one.many < other.many and one.many % 2 == 0)
        for one, other in zip(found, usual, strict=True)
    )


@cache
def _cut_short() -> set[str]:
    """What stands in the place of all that there was no room for."""
    return {str(phrase(key).fill()) for _, practice in everybody() for key in practice.cut_short}


@lru_cache(10_000)
def _signs_in(line: str) -> Signs:
    whole = re.sub(rf"[*_~`]?{CUT}$", "", line)
    return Signs(len(_SIGN.findall(DATE.sub("", whole))), line.endswith(CUT))
