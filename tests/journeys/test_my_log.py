"""My log: what somebody writes for themselves alone, keeps for as long as they like, and takes with them."""

from dataclasses import replace

from sqlalchemy import text

from bot import catalogue
from tests.journeys.steps import kept, listen, put_away
from tests.journeys.tampering import press, submit
from tests.practices import mylog
from tests.world import Somebody, World

FIRST, SECOND = "I kept quiet when the plan was read.", "Today I asked, and it was fine."
BOX = "In your own words"


def writes(somebody: Somebody, words: str) -> None:
    put_away(somebody)
    somebody.types("/alongside log")
    somebody.presses("Write something")
    somebody.sends({BOX: words})


def may_send_files(world: World) -> None:
    manifest = world.slack.app.manifest
    world.slack.app.manifest = replace(manifest, scopes=manifest.scopes | {"files:write"})
    world.later(minutes=2)


def test_what_i_wrote_stands_there_the_newest_first(world: World, ana: Somebody) -> None:
    writes(ana, FIRST)
    world.move(hours=1)
    writes(ana, SECOND)

    assert ana.reads.index(SECOND) < ana.reads.index(FIRST)
    put_away(ana)
    ana.presses_at_home("My log")
    assert FIRST in ana.reads
    assert FIRST not in ana.home


def test_nobody_else_can_ever_open_it(world: World, ana: Somebody, ben: Somebody) -> None:
    writes(ana, FIRST)
    with world.bot.store.read() as db:
        found = db.execute(text("SELECT id, round_id FROM replies WHERE kind = 'entry'")).one()
    put_away(ana)
    listen(world)
    before = kept(world)

    own = mylog.HANDED
    for other in (ben, world["Chloe"]):
        told = [press(world, other, verb, id_) for verb in own.presses for id_ in (found.id, found.round_id)]
        told += [submit(world, other, "mylog.change", found.id, {"text": "Something else."})]
        assert not any(FIRST in one for one in told)
        assert FIRST not in other.home + "".join(one.words for one in other.messages())

    assert [one for one in kept(world) if one[0] == ana.id] == [one for one in before if one[0] == ana.id]
    assert not any(FIRST in one.words for one in ana.messages())


def test_a_question_that_is_answered_stands_above_it_and_the_next_one_comes(
    world: World, ana: Somebody
) -> None:
    first, second = next(f.prompts for f in catalogue.families("alone") if f.id == "F20")[:2]
    ana.types("/alongside log")

    ana.presses("A question for me")
    assert first.question in ana.reads
    ana.sends({BOX: FIRST})
    assert first.question in ana.reads

    ana.presses("A question for me")
    assert second.question in ana.reads


def test_what_was_typed_stays_when_another_question_is_chosen(world: World, ana: Somebody) -> None:
    ana.types("/alongside log")
    ana.presses("A question for me")
    assert ana.form
    form = ana.form
    box = next(b for b in form["blocks"] if b["type"] == "input")
    [button] = [
        (b, e) for b in form["blocks"] for e in b.get("elements", []) if e.get("action_id") == "mylog.another"
    ]
    typed = {box["block_id"]: {"text": {"type": "plain_text_input", "value": FIRST}}}

    world.slack.press(
        ana.id, view=form["id"], action_id="mylog.another", block_id=button[0]["block_id"], values=typed
    )
    world.settle()

    assert FIRST in ana.reads


def test_what_can_touch_something_sore_comes_to_nobody_who_did_not_choose_it(
    world: World, ana: Somebody
) -> None:
    every = [prompt for family in catalogue.families("alone") for prompt in family.prompts]
    sore = {prompt.question: prompt.title for prompt in every if prompt.sensitive}
    ana.types("/alongside log")
    ana.presses("A question for me")
    for _ in every:
        assert not any(question in ana.reads for question in sore)
        ana.presses("Another question")
    put_away(ana)

    ana.types("/alongside log")
    ana.presses("All questions")
    assert all(question in ana.reads for question in sore)
    assert "You never have to answer one" in ana.reads
    assert "I'd like to talk to someone" in ana.reads


def test_it_can_be_changed_and_deleted_and_nothing_tells_that_it_was_there(
    world: World, ana: Somebody
) -> None:
    writes(ana, FIRST)

    ana.presses("Change")
    ana.sends({BOX: SECOND})
    assert FIRST not in ana.reads
    assert SECOND in ana.reads

    ana.presses("Delete")

    assert "Nothing is in it yet." in ana.reads
    assert kept(world) == []


def test_all_of_it_goes_at_once(world: World, ana: Somebody) -> None:
    writes(ana, FIRST)
    writes(ana, SECOND)

    ana.presses("Delete all")

    assert kept(world) == []
    assert "Nothing is in it yet." in ana.reads


def test_more_than_fits_goes_on_behind_a_button(world: World, ana: Somebody) -> None:
    for number in range(4):
        writes(ana, f"{number} " + "words " * 200)
        world.move(minutes=1)

    assert "3 words" in ana.reads
    assert "0 words" not in ana.reads
    ana.presses("Older")
    assert "0 words" in ana.reads
    assert "3 words" not in ana.reads
    ana.presses("Newest")
    assert "3 words" in ana.reads


def test_where_files_are_allowed_all_of_it_comes_as_one_when_its_person_has_read_where_it_will_stand(
    world: World, ana: Somebody
) -> None:
    writes(ana, FIRST)
    assert "A copy" not in ana.reads
    may_send_files(world)
    put_away(ana)

    ana.types("/alongside log")
    ana.presses("A copy")
    assert "your organisation may be able to export that" in ana.reads
    assert not any(call.method.startswith("files.") for call in world.slack.calls)
    ana.presses("Send me the file")

    assert "It is in your direct message with me." in ana.reads
    [sent] = [call for call in world.slack.calls if call.method == "files.completeUploadExternal"]
    assert sent.args["channel_id"] == ana.dm


def test_where_slack_takes_the_copy_and_does_not_say_so_it_is_not_said_that_none_was_sent(
    world: World, ana: Somebody
) -> None:
    writes(ana, FIRST)
    may_send_files(world)
    put_away(ana)
    ana.types("/alongside log")
    ana.presses("A copy")
    world.slack.faults.next("files.completeUploadExternal", "drop_after", times=1)

    ana.presses("Send me the file")

    assert "Slack did not say that it took the file." in ana.reads


def test_it_asks_by_itself_only_where_its_person_wanted_that(world: World, ana: Somebody) -> None:
    writes(ana, FIRST)
    world.move(days=60)
    assert ana.rang() == []

    put_away(ana)
    ana.types("/alongside log")
    ana.presses("Ask me every four weeks")
    put_away(ana)
    world.move(days=30)

    [told] = ana.rang()
    assert "A question for you alone waits in your log. You asked me to bring one every four weeks." in told
    ana.presses("A question for me")
    assert BOX in ana.reads
    ana.closes()
    ana.presses("Ask me no more")
    put_away(ana)
    world.move(days=60)
    assert ana.rang() == []


def test_thirty_days_after_somebodys_account_has_ended_it_is_deleted(world: World, ana: Somebody) -> None:
    writes(ana, FIRST)
    put_away(ana)

    world.slack.deactivate(ana.id)
    world.move(days=29)
    assert kept(world) == [(ana.id, "entry")]
    world.move(days=2)

    assert kept(world) == []


def test_how_it_works_says_who_has_the_keys_and_why_it_asks_only_where_it_does(
    world: World, ana: Somebody
) -> None:
    ana.types("/alongside log")
    ana.presses("How this works")
    assert "holds its keys" in ana.reads
    assert "You asked for a question" not in ana.reads
    put_away(ana)

    ana.types("/alongside log")
    ana.presses("Ask me every four weeks")
    ana.presses("How this works")
    assert "You asked for a question every four weeks" in ana.reads


def test_nothing_of_it_stands_in_a_message(world: World, ana: Somebody) -> None:
    writes(ana, FIRST)

    posts = [call for call in world.slack.calls if call.method.startswith("chat.")]

    assert FIRST in ana.reads
    assert not any(FIRST in str(call.args) for call in posts)
