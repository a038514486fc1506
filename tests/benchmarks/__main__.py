"""`python -m tests.benchmarks`: a table of what things cost here, each beside a baseline of the same run."""

import hashlib
import hmac
import json
import logging
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any
from urllib.parse import parse_qsl, urlencode

from cryptography.fernet import Fernet
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import event, insert, text

from bot import logs, tick
from bot.app import Alongside
from bot.clock import Clock
from bot.features import FEATURES
from bot.features.listening import flow as listening
from bot.features.listening.models import Plan
from bot.features.reflection import flow
from bot.migrate import migrate
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from bot.rounds.keeping.tables import rounds
from bot.settings import Settings
from bot.slack.body import decode_form
from bot.words import ROOT
from tests.benchmarks.questions import questions
from tests.benchmarks.registers import registers
from tests.world import SECRET, TEAM, deliver

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
ANA, BEN = "U0ANA", "U0BEN"
Work = Callable[[], object]


def median(work: Work, times: int, *, rounds: int = 5) -> float:
    """Microseconds of processor time a call: the median of a few rounds, after one to warm up."""
    found = []
    for _ in range(rounds + 1):
        began = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - began) / times * 1e6)
    return statistics.median(found[1:])


def main() -> None:
    logs.quieten()
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    print(f"{'':39}{'here':>12}{'baseline':>12}{'ratio':>8}   baseline")
    for name, here, baseline, what in everything():
        print(f"{name:39}{here:9.0f} µs{baseline:9.0f} µs{here / baseline:8.2f}   {what}")


Row = tuple[str, float, float, str]


def everything() -> Iterator[Row]:
    for part in (starting, decoding, clicks, answers, homes, ticks, registers, questions):
        yield from part()


def starting() -> Iterator[Row]:
    """`make play` the second time: until the address is printed, by the wall clock."""
    ours = statistics.median(until_it_speaks("-m", "bot", "play", "--port", "0") for _ in range(3))
    libraries = "import slack_bolt, sqlalchemy, alembic, waitress; print()"
    theirs = statistics.median(until_it_speaks("-c", libraries) for _ in range(3))
    yield "play, until it can be opened", ours, theirs, "importing Bolt, SQLAlchemy, Alembic, waitress"


def until_it_speaks(*arguments: str) -> float:
    """Microseconds until a new Python prints its first line."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=PIPE, stderr=DEVNULL) as started:
        assert started.stdout is not None
        started.stdout.readline()
        took = (time.perf_counter() - began) * 1e6
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=20)
    return took


def decoding() -> Iterator[Row]:
    for name, body in (("decode a click's form", click("no-such-round")), ("decode a command", command())):
        ours = median(lambda body=body: decode_form(body), 500)
        theirs = median(lambda body=body: parse_qsl(body.decode(), keep_blank_values=True), 200)
        yield name, ours, theirs, "urllib.parse.parse_qsl"


def clicks() -> Iterator[Row]:
    """A press that opens "How this works" on nothing: signed, decoded, routed, acked."""
    with started() as bot:
        body = click("no-such-round", action_id="reflection.no_thanks")
        here = median(lambda: signed(bot, body), 100)
    listeners = sum(len({**f.actions, **f.shows}) for f in FEATURES)
    bare = plain_bolt(listeners)
    baseline = median(lambda: bare(body), 100)
    yield (
        "a click, through the door",
        here,
        baseline,
        f"Bolt as it comes, {listeners} listeners",
    )


def answers() -> Iterator[Row]:
    """Saving what somebody wrote: the whole request, and the statements of its transaction alone."""
    yield from saving("save an answer", asked, "reflection.answer", "answer")
    yield from saving("save words, in a group of twelve", gathered, "listening.write", "answer")


def saving(name: str, start: Callable[[Alongside], str], form: str, box: str) -> Iterator[Row]:
    with started() as bot:
        round_id = start(bot)
        said: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            said.append(statement.split()[0])

        body = submission(form, round_id, box, "0")
        event.listen(bot.store.engine, "before_cursor_execute", note)
        signed(bot, body)
        event.remove(bot.store.engine, "before_cursor_execute", note)
        bodies = iter([submission(form, round_id, box, str(n)) for n in range(1, 1000)])
        here = median(lambda: signed(bot, next(bodies)), 40)
        reads, writes = said.count("SELECT"), sum(verb in ("INSERT", "UPDATE", "DELETE") for verb in said)
        baseline = median(transaction(bot, reads, writes), 40)
    yield name, here, baseline, f"a bare transaction of {reads} reads and {writes} writes"


def homes() -> Iterator[Row]:
    """Somebody's Home tab, drawn with five hundred open things, each with a key of its own."""
    took = []
    for count in (50, 500):
        with started() as bot:
            with bot.store.begin() as db:
                for person_id in (ANA, BEN):
                    people.meet(db, TEAM, person_id)
                for n in range(count):
                    seats = [Seat(ANA), Seat(BEN)]
                    queries.add(db, flow.ask(TEAM, f"r{n}", ANA, f"pair{n}", seats, f"How is it, {n}?", NOW))
            [tab] = [feature.tab for feature in FEATURES if feature.tab]
            of = (FEATURES, frozenset, TEAM, ANA, NOW)
            took.append(median(lambda bot=bot, tab=tab, of=of: tab(bot.store, *of), 1))
    yield "Home, of five hundred open things", took[1], took[0], "Home, of fifty"


def ticks() -> Iterator[Row]:
    """An idle tick asks who is due; it should cost the same however much is kept."""
    for count in (1_000, 100_000):
        with started() as bot:
            keep(bot, count)
            here = median(lambda bot=bot: tick.pass_time(bot.store, bot.features, NOW), 50)
            baseline = median(transaction(bot, len(FEATURES), 0), 50)
        yield f"an idle tick over {count:,} rounds", here, baseline, f"a transaction of {len(FEATURES)} reads"


@contextmanager
def started() -> Iterator[Alongside]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            slack_bot_token="xoxb-bench",
            slack_signing_secret=SECRET,
            slack_api_url="http://127.0.0.1:9/api/",  # nobody answers there
            database_url=f"sqlite:///{Path(folder) / 'bench.db'}",
            encryption_keys=(Fernet.generate_key().decode(),),
        )
        migrate(settings)
        clock = Clock(NOW)
        clock.hold()
        bot = Alongside(settings, clock, threads=False)
        yield bot
        bot.store.close()


def asked(bot: Alongside) -> str:
    with bot.store.begin() as db:
        for person_id in (ANA, BEN):
            people.meet(db, TEAM, person_id)
        people.join(db, TEAM, "pair", [ANA, BEN], NOW)
        round_ = flow.ask(TEAM, "round", ANA, "pair", [Seat(ANA), Seat(BEN)], "What did we avoid?", NOW)
        queries.add(db, round_)
    return round_.id


def gathered(bot: Alongside) -> str:
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
    return round_.id


def keep(bot: Alongside, count: int) -> None:
    row = {"team": TEAM, "feature": "reflection", "kind": "reflection", "status": "running", "step": "asked"}
    row |= {"host_id": ANA, "created_at": NOW, "version": 1, "unshown": False}
    with bot.store.begin() as db:
        due = ({"wakes_at": NOW + timedelta(hours=1, seconds=n), "id": f"r{n}"} for n in range(count))
        db.execute(insert(rounds), [row | one for one in due])


def transaction(bot: Alongside, reads: int, writes: int) -> Work:
    """So many statements in one transaction on the same engine, and nothing else."""
    read = text("SELECT team FROM heard LIMIT 1")
    write = text("UPDATE people SET name = name WHERE id = 'U0'")

    def work() -> None:
        with bot.store.engine.begin() as connection:
            for statement in [read] * reads + [write] * writes:
                connection.execute(statement)

    return work


def plain_bolt(listeners: int) -> Callable[[bytes], object]:
    """Bolt as it comes: it checks the signature, decodes, and asks its listeners one after another."""
    app = App(
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench"),
        process_before_response=True,
    )

    def listen(ack: Ack) -> None:
        ack()

    for n in range(listeners):  # the right one stands in the middle
        app.action("reflection.no_thanks" if n == listeners // 2 else f"other.{n}")(listen)

    def post(body: bytes) -> object:
        stamp = str(int(time.time()))
        headers = {"content-type": FORM, "x-slack-request-timestamp": stamp}
        headers["x-slack-signature"] = signature(body, stamp)
        return app.dispatch(BoltRequest(body=body.decode(), headers=headers))  # type: ignore[arg-type]

    return post


def signed(bot: Alongside, body: bytes) -> object:
    stamp = str(int(time.time()))
    headers = {"Content-Type": FORM, "X-Slack-Request-Timestamp": stamp}
    reply = deliver(bot.wsgi, body, {**headers, "X-Slack-Signature": signature(body, stamp)})
    assert reply.status == 200, reply
    return reply


def signature(body: bytes, stamp: str) -> str:
    return "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def command() -> bytes:
    fields = {"command": "/reflect", "text": "What did we avoid today?", "user_id": ANA, "team_id": TEAM}
    return urlencode(fields | {"trigger_id": "1.2.3", "response_url": "https://example.org/x"}).encode()


def click(value: str, action_id: str = "reflection.pass") -> bytes:
    """As large as Slack's are: the message that was pressed in comes along."""
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "You each write your own answer. " * 20}}
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.1"}
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "d"},
        "user": {"id": ANA, "name": "ana", "team_id": TEAM},
        "trigger_id": "1.2.3",
        "channel": {"id": "D1", "name": "directmessage"},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        "message": {"ts": "1.1", "text": "A question for you", "blocks": [words] * 3},
        "actions": [action],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def submission(form: str, round_id: str, box: str, answer: str) -> bytes:
    state = {box: {"text": {"type": "plain_text_input", "value": f"An answer, {answer}. " * 20}}}
    view = {
        "id": "V1",
        "hash": answer,
        "type": "modal",
        "callback_id": form,
        "private_metadata": round_id,
        "blocks": [{"type": "input", "block_id": box}],
        "state": {"values": state},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "d"},
        "user": {"id": ANA, "name": "ana", "team_id": TEAM},
        "trigger_id": "1.2.3",
        "view": view,
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


if __name__ == "__main__":
    main()
