"""What others would do: a plain program that tells one message for each press, by a scheduler or a queue.

`python -m tests.soak.others NAME`, with its settings in the environment as `serve` has them. A press is
answered once what is to be told is kept; who is not answered presses again, and nothing comes of it twice.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

from slack_sdk import WebClient
from waitress import serve

Later = Callable[[str], object]  # keeps that this message is to be told


def tell(text: str) -> None:
    slack = WebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"], timeout=2)
    slack.chat_postMessage(channel="U0ANA", text=text)


def scheduler(url: str) -> Later:
    """APScheduler on its own job store, as its documentation has it; late jobs are still run."""
    from apscheduler.jobstores.base import ConflictingIdError
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    store = SQLAlchemyJobStore(url=url.replace("postgresql://", "postgresql+psycopg://"))
    made = BackgroundScheduler(jobstores={"default": store}, job_defaults={"misfire_grace_time": None})
    made.start()

    def later(text: str) -> None:
        try:
            made.add_job("tests.soak.others:tell", "date", args=[text], id=text)
        except ConflictingIdError:
            return

    return later


def queue(url: str) -> Later:
    """procrastinate, a queue on PostgreSQL, its worker in the same process; tried again where it fails."""
    from procrastinate import App, PsycopgConnector
    from procrastinate.exceptions import AlreadyEnqueued

    app = App(connector=PsycopgConnector(conninfo=url))
    told = app.task(name="tell", retry=5)(tell)
    app.open()

    def work() -> None:
        app.run_worker(install_signal_handlers=False, fetch_job_polling_interval=0.5)

    threading.Thread(target=work, daemon=True).start()

    def later(text: str) -> None:
        try:
            told.configure(queueing_lock=text).defer(text=text)
        except AlreadyEnqueued:
            return

    return later


def answering(later: Later) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        later(json.loads(body)["text"])
        start("200 OK", [("Content-Length", "0")])
        return []

    return answer


def with_tables(url: str) -> None:
    """The queue's, in an empty database."""
    from procrastinate import App, PsycopgConnector

    with App(connector=PsycopgConnector(conninfo=url)).open() as app:
        app.schema_manager.apply_schema()


PREPARED = {"procrastinate": with_tables}
BY_NAME = {"APScheduler": scheduler, "procrastinate": queue}


def there() -> list[str]:
    """Those that are installed."""
    return [name for name in BY_NAME if find_spec(name.lower())]


def main(name: str) -> None:
    later = BY_NAME[name](os.environ["DATABASE_URL"])
    serve(answering(later), port=int(os.environ["PORT"]), host="127.0.0.1", threads=8, ident=None)


if __name__ == "__main__":
    main(sys.argv[1])
