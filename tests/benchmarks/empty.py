"""An empty Bolt listener, as Bolt's own pages have it: it checks the signature, decodes, and acks.

`python -m tests.benchmarks.empty PORT`, with SLACK_API_URL.
"""

import os
import sys

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from waitress import serve

from tests.world import SECRET, TOKEN

WHAT = "an empty Bolt listener as shipped"


def program(api: str) -> SlackRequestHandler:
    app = App(client=WebClient(TOKEN, base_url=api), signing_secret=SECRET)

    @app.view("reflection.answer")
    @app.action("reflection.write")
    @app.action("reflection.no_thanks")
    @app.command("/alongside")
    @app.event("app_home_opened")
    def listen(ack: Ack) -> None:
        ack()

    return SlackRequestHandler(app)


if __name__ == "__main__":
    wsgi = program(os.environ["SLACK_API_URL"])
    print("listening", flush=True)
    serve(wsgi, host="127.0.0.1", port=int(sys.argv[1]), threads=40)
