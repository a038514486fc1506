"""A file for a channel: Slack says where its bytes go, takes them, and only then shares it."""

from dataclasses import replace
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from slack_sdk import WebClient

from bot.slack.calls import TIMEOUT, TLS, Answer, call
from bot.slack.codes import Kind

_WAIT = 5


def send(slack: WebClient, channel: str, name: str, data: bytes, comment: str) -> Answer:
    """Share `data` under `name`; never raises. Only the last of the three steps shows anything to anybody."""
    place = call(slack, "files.getUploadURLExternal", filename=name, length=len(data))
    if not place.ok:
        return _nothing_shared(place)
    sent = _upload(str(place.data.get("upload_url", "")), data)
    if not sent.ok:
        return sent
    return call(
        slack,
        "files.completeUploadExternal",
        files=[{"id": place.data.get("file_id"), "title": name}],
        channel_id=channel,
        initial_comment=comment or None,
    )


def send_to(slack: WebClient, person_id: str, dm: str | None, name: str, data: bytes, comment: str) -> Answer:
    """The same, to a person's own direct message with the app: to `dm`, where it is known already."""
    if not dm:
        opened = call(slack, "conversations.open", users=person_id)
        if not opened.ok:
            return opened
        dm = str(opened.data["channel"]["id"])
    return send(slack, dm, name, data, comment)


def _upload(url: str, data: bytes) -> Answer:
    """Docs: reference/methods/files.getUploadURLExternal: raw bytes; anything but 200 is a failure."""
    if not url.startswith(("https://", "http://")):
        return Answer(Kind.LATER, error="no_upload_url", wait=_WAIT)
    raw = {"Content-Type": "application/octet-stream"}
    request = Request(url, data=data, headers=raw, method="POST")  # noqa: S310 - looked at above
    try:
        with urlopen(request, timeout=TIMEOUT, context=TLS) as answer:  # noqa: S310
            return Answer(Kind.SENT if answer.status == 200 else Kind.LATER, wait=_WAIT)
    except HTTPError as error:
        with error:
            again = error.code == 429 or error.code >= 500
            kind = Kind.LATER if again else Kind.REFUSED
            return Answer(kind, error=f"http_{error.code}", wait=_WAIT)
    except (OSError, HTTPException, ValueError) as error:
        return Answer(Kind.LATER, error=type(error).__name__, wait=_WAIT)


def _nothing_shared(answer: Answer) -> Answer:
    """Whatever became of the question, there is no file in the channel: it can be asked again."""
    return replace(answer, kind=Kind.LATER, wait=_WAIT) if answer.kind is Kind.AMBIGUOUS else answer
