"""A plain program with Bolt and SQLAlchemy's ORM: a prompt, two people who answer it, a card for each.

It keeps words as they are, and tells Slack once, whatever becomes of that. `python -m tests.benchmarks.plain
PORT`, with SLACK_API_URL and DATABASE_URL.
"""

import os
import sys
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from sqlalchemy import Engine, ForeignKey, create_engine, func
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from waitress import serve

from tests.world import SECRET, TOKEN

WHAT = "a plain program, Bolt and an ORM, with two calls too"


class Base(DeclarativeBase):
    pass


class Prompt(Base):
    __tablename__ = "plain_prompts"
    id: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str]
    people: Mapped[list["Participant"]] = relationship(lazy="selectin", order_by="Participant.person")
    answers: Mapped[list["Answer"]] = relationship(lazy="selectin")


class Participant(Base):
    __tablename__ = "plain_people"
    prompt_id: Mapped[str] = mapped_column(ForeignKey("plain_prompts.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    ts: Mapped[str]  # of their card


class Answer(Base):
    __tablename__ = "plain_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    prompt_id: Mapped[str] = mapped_column(ForeignKey("plain_prompts.id"), index=True)
    person: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())


def ask(session: Session, prompt_id: str, question: str, people: list[str]) -> None:
    """A prompt whose cards stand in Slack already."""
    cards = [Participant(person=person, channel=f"D{person}", ts="1.1") for person in people]
    session.add(Prompt(id=prompt_id, question=question, people=cards))


def card(prompt: Prompt, mine: Participant) -> list[dict[str, Any]]:
    answered = {answer.person for answer in prompt.answers}
    said = "You have answered." if mine.person in answered else "It waits for you."
    others = [one.person for one in prompt.people if one is not mine and one.person in answered]
    said += "".join(f" <@{person}> has answered." for person in others)
    button = {"type": "button", "action_id": "write", "value": prompt.id}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*A question for you*\n> {prompt.question}"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": said}},
        {"type": "actions", "elements": [button | {"text": {"type": "plain_text", "text": "Write"}}]},
    ]


def program(api: str, engine: Engine) -> SlackRequestHandler:
    app = App(client=WebClient(TOKEN, base_url=api), signing_secret=SECRET)

    @app.view("reflection.answer")
    def answer(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        person, said = body["user"]["id"], view["state"]["values"]["answer"]["text"]["value"]
        with Session(engine) as session:
            prompt = session.get_one(Prompt, view["private_metadata"])
            prompt.answers.append(Answer(person=person, text=said))
            session.commit()
            ack()
            for one in prompt.people:
                client.chat_update(
                    channel=one.channel, ts=one.ts, text=prompt.question, blocks=card(prompt, one)
                )

    return SlackRequestHandler(app)


def engine_of(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


if __name__ == "__main__":
    engine = engine_of(os.environ["DATABASE_URL"])
    Base.metadata.create_all(engine)
    wsgi = program(os.environ["SLACK_API_URL"], engine)
    print("listening", flush=True)
    serve(wsgi, host="127.0.0.1", port=int(sys.argv[1]), threads=40)
