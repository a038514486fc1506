"""Opening and turning a form, answering a command or a press: where listeners meet Slack.

A listener *decides* and acks, or *shows*: it returns the View to open, push or turn to.
"""

import html
import inspect
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from slack_bolt import Ack as BoltAck
from slack_sdk import WebClient

from bot.failpoints import failpoint
from bot.logs import carried, failure
from bot.refusal import SURE, Refusal
from bot.slack import asked as kinds
from bot.slack import codes
from bot.slack.asked import Asked
from bot.slack.blocks import Message, View, section
from bot.slack.calls import call
from bot.slack.codes import means
from bot.slack.errors import APOLOGY, refused_view, said, under_an_input
from bot.slack.fitting import fitting
from bot.slack.parts import part
from bot.slack.spaces import Spaces
from bot.slack.times import spoken
from bot.slack.whispers import OPEN, PUSH, UPDATE, page, show, typed, unshown, whisper
from bot.words import phrase

log = logging.getLogger(__name__)

Listener = Callable[..., Any]
Again = Callable[[Callable[[], Any]], Any]  # does it, once more where others were only in the way
Refused = Callable[[Asked, Refusal], None]

_OF_SPACE = {"members", "granted"}
_TO_ALL = {"slack", "asked", *(part.name for part in fields(Asked))}


@dataclass(frozen=True)
class Pushed:
    """Show this form on top of the one that is open, which keeps what was typed into it."""

    view: View


@dataclass(frozen=True)
class Afterwards:
    """A command's answer needs Slack: ack, then run this showing listener and answer with what it returns."""

    listener: Listener


class Ack:
    """Says to Slack how it ended, in the way that fits where the person is looking; called once, last.

    Nothing, a View to turn to, or a Message for this person's eyes only.
    """

    def __init__(self, surface: "Surface", slack: WebClient, asked: Asked, bolt: BoltAck) -> None:
        self._surface, self._slack, self._asked, self._bolt = surface, slack, asked, bolt
        self.done = False

    def __call__(self, then: View | Message | None = None) -> None:
        self.done = True
        if then is None and self._asked.behind:
            then = page([section(phrase("common.behind.done").fill())])
        if isinstance(then, View) and self._asked.kind == kinds.SUBMIT:
            self._bolt(response_action="update", view=then.payload())
            return
        if isinstance(then, Message) and self._asked.kind == kinds.COMMAND:
            self._bolt(text=then.text, blocks=list(then.blocks), response_type="ephemeral")
            return
        self._bolt()
        if isinstance(then, View):
            self._surface.soon(lambda: turn(self._slack, self._asked, then))
        elif isinstance(then, Message):
            self._surface.later(lambda: whisper(self._slack, self._asked, then))

    def heard(self) -> None:
        """No more than that: what is to be said comes after."""
        self.done = True
        self._bolt()

    def errors(self, errors: dict[str, str]) -> None:
        """The form stays open, with these words under its questions."""
        self.done = True
        plain = {block_id: html.unescape(words) for block_id, words in errors.items()}
        self._bolt(response_action="errors", errors=plain)


class Surface:
    """Runs listeners; `offered` are the arguments they may ask for, `spaces` what is a workspace's own.
    `refused` hears of every refusal.

    What comes after the ack has workers of two kinds. `forms` open and turn forms, for which Slack gives
    three seconds: as many as there can be people who wait for one while Slack is slow. What is said and
    published besides stands in nobody's way: `others` do that.
    """

    def __init__(
        self,
        forms: Executor | None,
        others: Executor | None,
        offered: dict[str, Any],
        again: Again,
        spaces: Spaces,
        refused: Refused = lambda _, __: None,
    ) -> None:
        self._forms, self._others, self._again, self._spaces = forms, others, again, spaces
        self._offered, self._refused = offered, refused
        self._waiting: list[Callable[[], object]] = []

    def check(self, verb: str, listener: Listener, *, acks: bool) -> None:
        """Raise TypeError where it asks for something that it will not be handed."""
        offered = _TO_ALL | _OF_SPACE | self._offered.keys() | ({"ack"} if acks else set())
        for name in _wanted(listener):
            if name not in offered:
                called = getattr(listener, "__qualname__", listener)
                raise TypeError(f"{verb}: {called} asks for {name}, which nobody hands it")

    def decide(self, listener: Listener, asked: Asked, bolt: BoltAck, slack: WebClient) -> None:
        """Run a deciding listener. A command may return a View to open, or Afterwards."""
        ack = Ack(self, slack, asked, bolt)
        failpoint("listener.asked")
        try:
            if asked.view and asked.kind in (kinds.SUBMIT, kinds.MODAL):
                fitting(asked.view)
            view = self._run(listener, asked, ack=ack, slack=slack)
        except Refusal as refusal:
            self._refused(asked, refusal)
            if refusal.doubts and asked.view and not ack.done:
                ack(refused_view(asked.view, said(refusal), SURE))
                return
            shown = {"gives_back": refusal.gives_back, "hides": refusal.hides}
            self._refuse(slack, asked, ack, said(refusal), refusal.field, **shown)
        except Exception as error:  # noqa: BLE001 - nothing of what people wrote may reach a log
            self._failed(asked, error)
            self._refuse(slack, asked, ack, phrase(APOLOGY).fill(), None, gives_back=True)
        else:
            failpoint("listener.decided")
            if not ack.done:
                ack()
            if isinstance(view, View | Pushed):
                self.soon(lambda: turn(slack, asked, view))
            elif isinstance(view, Afterwards):
                self.soon(lambda: self._show(view.listener, asked, slack))

    def show(
        self,
        listener: Listener,
        asked: Asked,
        bolt: BoltAck,
        slack: WebClient,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Ack at once, then run a showing listener and open what it returns; `then`: once it is open."""
        bolt()
        self.soon(lambda: self._show(listener, asked, slack, then))

    def soon(self, work: Callable[[], object]) -> None:
        """After the ack, open or turn a form."""
        self._after(self._forms, work)

    def later(self, work: Callable[[], object]) -> None:
        """After the ack, do what no form waits for."""
        self._after(self._others, work)

    def _after(self, pool: Executor | None, work: Callable[[], object]) -> None:
        """In the pool; without one, when `finish` is called."""
        if pool is None:
            self._waiting.append(work)
        else:
            with suppress(RuntimeError):  # it is stopping, and what was decided is kept
                pool.submit(carried(partial(self._guarded, work)))

    def finish(self) -> None:
        """Without pools: do now what was left for after the ack."""
        while self._waiting:
            failpoint("surface.after_ack")
            self._waiting.pop(0)()

    def close(self) -> None:
        """What was begun is done to its end."""
        for pool in filter(None, (self._forms, self._others)):
            pool.shutdown(wait=True)

    def _guarded(self, work: Callable[[], object]) -> None:
        failpoint("surface.after_ack")
        try:
            work()
        except Exception as error:  # noqa: BLE001
            log.error("after an ack: %s", failure(error))

    def _show(
        self, listener: Listener, asked: Asked, slack: WebClient, then: Callable[[], object] | None = None
    ) -> None:
        pressed = asked
        if _asks_slack(listener) and not asked.typed:  # what was typed is answered in words
            asked = self._one_moment(slack, asked)
        try:
            view = self._run(listener, asked, slack=slack)
        except Refusal as refusal:
            self._refused(asked, refusal)
            self._tell(slack, asked, said(refusal), gives_back=refusal.gives_back, hides=refusal.hides)
        except Exception as error:  # noqa: BLE001
            self._failed(asked, error)
            self._tell(slack, asked, phrase(APOLOGY).fill(), gives_back=True)
        else:
            if isinstance(view, Message):
                whisper(slack, asked, view)
                return
            shown = part(view, pressed) if isinstance(view, View) else view
            if not turn(slack, asked, shown) and then:
                then()

    def _one_moment(self, slack: WebClient, asked: Asked) -> Asked:
        if asked.kind == kinds.MODAL:
            return asked
        wait = page([section(phrase("common.one_moment").fill())])
        opened = call(slack, OPEN, trigger_id=asked.trigger, view=wait.payload())
        if not opened.ok:
            return asked
        # A refusal takes the place of these words: none of their blocks are to be kept.
        return replace(asked, kind=kinds.MODAL, view={**opened.data["view"], "blocks": []})

    def _run(self, listener: Listener, asked: Asked, **more: Any) -> Any:
        space = self._spaces.of(asked.who.team)
        own = {"members": space.members, "granted": space.granted}
        offered = {**self._offered, **own, **more, "asked": asked, **vars(asked)}
        handed = {name: offered[name] for name in _wanted(listener)}
        return self._again(lambda: listener(**handed))

    def _refuse(
        self,
        slack: WebClient,
        asked: Asked,
        ack: Ack,
        words: str,
        field: str | None,
        *,
        gives_back: bool = False,
        hides: bool = False,
    ) -> None:
        if ack.done:
            self.soon(lambda: self._tell(slack, asked, words, gives_back=gives_back, hides=hides))
        elif asked.kind == kinds.SUBMIT and asked.view:
            where = under_an_input(asked.view, field)
            if where:
                ack.errors({where: spoken(words)})
            else:
                ack(refused_view(asked.view, words, hides=hides))
        elif asked.kind == kinds.COMMAND:
            ack(Message(words, [section(words), *(typed(asked) if gives_back else [])]))
        else:
            ack.heard()
            self.soon(lambda: self._tell(slack, asked, words, gives_back=gives_back, hides=hides))

    def _tell(
        self, slack: WebClient, asked: Asked, words: str, *, gives_back: bool = False, hides: bool = False
    ) -> None:
        if asked.kind == kinds.MODAL and asked.view:
            turn(slack, asked, refused_view(asked.view, words, hides=hides))
        elif asked.kind != kinds.EVENT:
            whisper(slack, asked, Message(words, [section(words), *(typed(asked) if gives_back else [])]))

    def _failed(self, asked: Asked, error: Exception) -> None:
        log.error("%s failed: %s", asked.verb, failure(error))


def turn(slack: WebClient, asked: Asked, view: View | Pushed) -> str:
    """Open it, push it on the open form, or turn the open form to it; where Slack does not, that is said."""
    if isinstance(view, Pushed):
        method, view = PUSH, view.view
    else:
        method = UPDATE if asked.kind == kinds.MODAL and asked.view else OPEN
    error = show(slack, method, asked, view)
    # Whoever closed it waits for nothing in it; where it is another one by now, that one stays, with all that
    # is typed into it: a press may come late, or once more.
    if error and means(method, error) not in (codes.GONE, codes.OUTRUN):
        unshown(slack, asked, method, error)
    return error


def _wanted(listener: Listener) -> tuple[str, ...]:
    found = _signatures.get(listener)
    if found is None:
        found = _signatures[listener] = tuple(inspect.signature(listener).parameters)
    return found


# What is asked for, by who asks: some are made for one request, with what was typed in it, and go with it.
_signatures = WeakKeyDictionary[Listener, tuple[str, ...]]()


def _asks_slack(listener: Listener) -> bool:
    return not {"slack", "members", "granted"}.isdisjoint(_wanted(listener))
