"""Saving what somebody wrote: the whole request, and the statements of its transaction alone."""

from collections.abc import Callable, Iterator

from sqlalchemy import text

from bot.app import Alongside
from bot.features.listening import flow as listening
from bot.features.listening.models import Plan
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from tests.benchmarks import keeping
from tests.benchmarks.bots import NOW, signed, started
from tests.benchmarks.measuring import Row, Scale, Work, median
from tests.benchmarks.requests import ANA, submission
from tests.statements import statements
from tests.world import TEAM


def rows(scale: Scale) -> Iterator[Row]:
    times = scale.of(2, 40, 100)
    yield from _saving("save an answer", _asked, "reflection.answer", times)
    yield from _saving("save words, in a group of twelve", _gathered, "listening.write", times)


def _saving(name: str, start: Callable[[Alongside], str], form: str, times: int) -> Iterator[Row]:
    with started() as bot:
        who = start(bot)
        with statements(bot.store.engine) as said:
            signed(bot.wsgi, submission(form, "round", "answer", "0", who))
        bodies = (submission(form, "round", "answer", str(n), who) for n in range(1, 10_000))
        here = median(lambda: signed(bot.wsgi, next(bodies)), times)
        verbs = [one.text.split()[0] for one in said]
        reads, writes = verbs.count("SELECT"), sum(verb in ("INSERT", "UPDATE", "DELETE") for verb in verbs)
        baseline = median(transaction(bot, reads, writes), times)
    yield Row(name, here, baseline, f"a bare transaction of {reads} reads and {writes} writes")


def transaction(bot: Alongside, reads: int, writes: int) -> Work:
    """So many statements in one transaction on the same engine, and nothing else."""
    read = text("SELECT team FROM heard LIMIT 1")
    write = text("UPDATE people SET name = name WHERE id = 'U0'")

    def work() -> None:
        with bot.store.engine.begin() as connection:
            for statement in [read] * reads + [write] * writes:
                connection.execute(statement)

    return work


def _asked(bot: Alongside) -> str:
    """Who writes, in a prompt that two were asked."""
    keeping.prompts(bot.store, ["round"], NOW)
    return keeping.pair("round")[0]


def _gathered(bot: Alongside) -> str:
    """Twelve people have joined; eleven have written."""
    ids = [ANA, *(f"U{n}" for n in range(11))]
    with bot.store.begin() as db:
        for person_id in ids:
            people.meet(db, TEAM, person_id)
        round_ = listening.ask(TEAM, "round", Seat("UHOST"), [], "C1", Plan(), "How are we?", "00", NOW)
        for person_id in ids:
            listening.join(round_, Seat(person_id), NOW)
        for person_id in ids[1:]:
            listening.write(round_, person_id, "Something of some length. " * 20, "", NOW)
        queries.add(db, round_)
    return ANA
