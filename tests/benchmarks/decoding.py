"""Decoding what Slack sends, beside the standard library."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from bot.slack.body import decode_form
from tests.benchmarks.measuring import Row, Scale, median
from tests.benchmarks.requests import click, command


def rows(scale: Scale) -> Iterator[Row]:
    times = scale.of(5, 300, 500)
    for name, body in (("decode a click's form", click("no-such-round")), ("decode a command", command())):
        ours = median(lambda body=body: decode_form(body), times)  # type: ignore[misc]
        theirs = median(lambda body=body: parse_qsl(body.decode(), keep_blank_values=True), times)  # type: ignore[misc]
        yield Row(name, ours, theirs, "urllib.parse.parse_qsl")
