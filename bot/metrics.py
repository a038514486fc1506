"""Figures for Prometheus: what is due, late, parked, limited, and what Slack answered; nothing of anybody.

Brought in only where METRICS_PORT is set: nobody else waits for the library.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.figures import figures
from bot.logs import failure
from bot.slack import counted
from bot.store import Store

log = logging.getLogger(__name__)

PATH = "/metrics"

_WHAT = {
    "due": ("alongside_rounds_due", "Rounds that time has something for"),
    "late": ("alongside_rounds_late", "Those of them that have waited for more than a minute"),
    "unshown": ("alongside_rounds_unshown", "Rounds of which Slack is not in line yet"),
    "parked": ("alongside_cards_parked", "Cards that Slack refuses"),
    "limited": ("alongside_places_limited", "Places where Slack takes no more just now"),
    "oldest_tick": ("alongside_oldest_due_seconds", "For how long the oldest due round has waited"),
    "oldest_card": ("alongside_oldest_unshown_seconds", "For how long the oldest unshown round has waited"),
}


def app(store: Store, clock: Callable[[], datetime], ready: Callable[[], bool]) -> WSGIApplication:
    """Answers at `PATH`, and nowhere else."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Standing(store, clock, ready))
    inner: WSGIApplication = make_wsgi_app(registry)

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            start("404 Not Found", [("Content-Length", "0")])
            return []
        return inner(environ, start)

    return answer


class _Standing(Collector):
    """Asked anew each time somebody looks."""

    def __init__(self, store: Store, clock: Callable[[], datetime], ready: Callable[[], bool]) -> None:
        self._store, self._clock, self._ready = store, clock, ready

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("alongside_ready", "Whether it can serve", float(self._ready()))
        yield _answers()
        yield from self._figures()

    def _figures(self) -> Iterator[Metric]:
        """None where the database does not answer: then it is not ready, either."""
        try:
            with self._store.read() as db:
                found = figures(db, self._clock())
        except Exception as error:  # noqa: BLE001 - what can be said is said all the same
            log.error("no figures: %s", failure(error))
            return
        for name, value in asdict(found).items():
            yield GaugeMetricFamily(*_WHAT[name], value)


def _answers() -> CounterMetricFamily:
    labels = ("method", "code")
    made = CounterMetricFamily("alongside_slack_answers", "What Slack answered", labels=labels)
    for labelled, times in counted.counts().items():
        made.add_metric(labelled, times)
    return made
