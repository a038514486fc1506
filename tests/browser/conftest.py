"""A playground that is running."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.words import ROOT


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
