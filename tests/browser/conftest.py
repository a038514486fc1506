"""A playground that is running, and a browser to open it in."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from bot.words import ROOT
from tests.browser.window import CHROMIUM, FLAGS


@pytest.fixture
def address() -> Iterator[str]:
    """`python -m bot play`, as `make play` starts it, on any free port."""
    command = [sys.executable, "-m", "bot", "play", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, line
    yield found.group()
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest.strip() == ""  # neither a warning nor a traceback


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield made
        made.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """One browser for all; each window in it begins with nothing, and is closed in the end."""
    yield chromium
    for context in chromium.contexts:
        context.close()
