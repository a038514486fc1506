"""The HTTP server alone: it reads what comes, and says nothing. `python -m tests.benchmarks.server PORT`."""

import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from waitress import serve


def wsgi(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]


if __name__ == "__main__":
    print("listening", flush=True)
    serve(wsgi, host="127.0.0.1", port=int(sys.argv[1]), threads=40)
