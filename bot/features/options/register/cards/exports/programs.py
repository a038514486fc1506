"""JSON, for other programs: every version, word for word."""

import json
from datetime import datetime

from bot.features.options.models import Record
from bot.features.options.register.cards.exports.parts import moment
from bot.features.options.register.cards.saying import voices


def write(records: list[list[Record]], channel_name: str, now: datetime) -> str:
    told = [
        {
            "id": kept[-1].id,
            "versions": [_version(record) for record in kept],
            "notes": [{"text": text, "name": name} for _, name, text in voices(kept[-1], "notes")],
            "links": [{"how": link.how, "record": link.record_id} for link in kept[-1].links],
        }
        for kept in records
    ]
    whole = {"channel": channel_name, "exported_at": moment(now), "records": told}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _version(record: Record) -> dict[str, object]:
    return {
        "version": record.version,
        "state": record.state.value,
        "created_at": moment(record.created_at),
        "review_at": moment(record.review_at) or None,
        **record.words,
    }
