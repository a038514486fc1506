"""Open, closed, advice, statement: the guide's rulings, hostile texts, and the figures on the tuned set."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.judging import doubt, knows, label, said_of, stem, unsure
from bot.questions.language import Label, Language, Told, english
from bot.questions.tidying import LONGEST, SENTENCES, sentences
from tests.labelled.__main__ import SPOKEN_TO, agreement, read, scores, words


def read_english() -> Language:
    found = english()
    assert found is not None
    return found


RULINGS = {
    Label.OPEN: [
        "Could you say a bit more about the ward round?",
        "Tell us about the first night.",
        "I'm curious how your brother sees it.",
        "Is there anything else?",
        "Why did you keep going back?",
        "Who else might be carrying this?",
        "Where do you feel it most?",
        "What about this worries you?",
        "And what about you?",
        "so what happened",
        "How was that for you",
        "What do you think you should do?",
        "Why not?",
        "Tell me something you have not told them.",
        'What does "coping" look like on a bad day?',
        "Would you like to say more about that?",
        "Do you know why they closed it?",
        "Take the Tuesday meeting, what was said just before?",
        "Feel free to pass, but what happened between you?",
        "If you could change one thing, what would it be?",
        "Let's suppose it works. What then?",
        "What about your own health in all this?",
        "What if they refuse?",
        "What stayed with you",
        "Was there anything that surprised you?",
        "Perhaps you could tell us how it began.",
        "You left early, and then?",
    ],
    Label.CLOSED: [
        "So you felt left out?",
        "What I'm hearing is that you're worn out?",
        "Have I got that right?",
        "Did he come?",
        "Is it her or her sister?",
        "Which do you prefer?",
        "What time was the call?",
        "How many beds are there?",
        "Can you tell me who signed it?",
        "Could you send the link?",
        "is he home yet",
        "I wonder whether she knew.",
        "Could you trust him again?",
        "Would it be possible to see the letter?",
        "You're torn, then.",
        "you loved that job",
        "Tell me his name again.",
        "Hang on, the son or the daughter?",
        "How do you spell that?",
        "Which was it, the bus or the train?",
    ],
    Label.ADVICE: [
        "Have you tried a diary?",
        "Have you thought about a different school?",
        "Have you spoken to the bank?",
        "What about a shared calendar?",
        "How about Tuesday?",
        "Why don't you ask her?",
        "Why don’t we start small?",
        "Wouldn't it be better to wait?",
        "What worked for me was a list on the door.",
        "You should ring them.",
        "We could ask the volunteers.",
        "Let's take it to the board.",
        "If I were you, I'd write to them.",
        "Make sure somebody goes with you.",
        "Do you think you should tell her?",
        "Is it time to let go?",
        "I wonder if you could ask for a later slot.",
        "Surely the answer is a second nurse.",
        "A day off, maybe?",
        "have u tried asking him",
        "Could your brother take the Saturdays?",
        "Shouting won't help, so ring the union.",
        "In the meantime, keep all the letters.",
        "My hunch is that a talk by Friday would shift it.",
        "We put a list on the door, and it worked a treat.",
        "How are you? Don't go in tomorrow.",
        "Maybe a chart?",
        "Counselling?",
        "Would a later start help?",
        "Has it ever occurred to you to say no?",
        "A walk might clear your head.",
        "If he shouts, then you leave the room, quietly.",
        "We started short huddles, and now the moaning has stopped.",
        "Somebody needs to tell the board.",
    ],
    Label.STATEMENT: [
        "They should answer their letters.",
        "She told me you should never sign.",
        "I should have asked.",
        "We had to leave at noon.",
        "I don't know why I stayed.",
        "Thank you for that.",
        "You need a degree to work that lift.",
        "They could try listening for once.",
        "She came in, cut the budget and left.",
        "It helped me to hear that.",
        "You should have told me.",
        "You must be tired.",
        "He said, what do you want?",
        'Everybody says "have you tried yoga".',
        "Trust takes time.",
        "Change is hard.",
        "Keep going!",
        "What a day.",
        "I may write to them.",
        "Tell me about it.",
        "Easier said than done, mind.",
        "Point taken.",
        "",
        "   ",
        "...",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, all_ in RULINGS.items() for text in all_])
def test_the_guides_rulings_hold(kind: Label, text: str) -> None:
    assert label(text).label is kind


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("So you felt left out?", {"check"}),
        ("Why did you stay?", {"why"}),
        ("What was it like? And who was there?", {"stacked"}),
        ("What was it like and how did it end?", {"stacked"}),
        ("Was it hard because she is your sister?", {"because"}),
        ("Isn't that unfair?", {"leading"}),
        ("What would happen if you told her?", {"hint"}),
        ("What happened " + "on that long and cold and quiet day " * 5 + "?", {"long"}),
        ("What happened?", set()),
        ("I was there because of him.", set()),
    ],
)
def test_a_soft_line_stands_beside_what_is_asked(text: str, flags: set[str]) -> None:
    assert label(text).flags == flags


def test_advice_and_plain_closed_questions_have_a_stem_and_nothing_else() -> None:
    stems = {rule.told: stem(rule.told) for rules in read_english().rules.values() for rule in rules}

    assert all(stems[told] for told in stems if told.label is Label.ADVICE)
    assert not any(stems[told] for told in stems if told.label in (Label.OPEN, Label.STATEMENT))
    assert not any(stems[told] for told in stems if told.rule == "K1")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Why don't you ask her?", "options"),
        ("Have you tried a diary?", "tried"),
        ("Could you perhaps ask your sister?", "possible"),
        ("Wouldn't it be better to wait?", "true"),
        ("Do you think you should tell her?", "think"),
        ("You should ring them.", "help"),
        ("Did he come?", "again"),
        ("What happened?", ""),
        ("So you felt left out?", ""),
        ("It was a long day.", ""),
    ],
)
def test_what_could_be_reworded_begins_with_words_of_its_own(text: str, key: str) -> None:
    assert stem(label(text)) == key


def test_a_rule_nobody_knows_has_no_stem() -> None:
    assert stem(Told(Label.CLOSED, "Z9")) == ""


UNITS = [
    '"',
    "' ",
    "' \" ",
    "so ",
    "so, ",
    "why don't you ",
    "what about ",
    "aaaa! ",
    "a",
    " ",
    "\u200b",
    "\u202e",
    "😀",
    "😀 ",
    "?",
    "!?",
    ". ",
    "... ",
    "-",
    " - ",
    ", ",
    "you should ",
    "he said, ",
    "maybe ",
    "i, ",
    "i put, ",
    "we could ",
    "if you, ",
    "it helps ",
    "what is ",
    "who else ",
    "don't ",
    "do ",
    "<@",
    "<http://a|",
    "`",
    "\n",
    ":a: ",
    "́",
    "ﷺ",
    "İ",
    "\x00",
    "(",
    "a.b.",
    "e.g. ",
    "ё ",
    "漢",
    "your ",
    "our ",
    "perhaps be ",
]
PAIRS = [
    (one, UNITS[(place + by) % len(UNITS)]) for by in (0, 7, 19, 31, 43) for place, one in enumerate(UNITS)
]
HOSTILE = [((one + two) * 10_000)[:10_000] for one, two in PAIRS[:200]]


def test_no_hostile_text_is_slow() -> None:
    assert len(HOSTILE) == 200

    slow = [text[:20] for text in HOSTILE if fastest(text) > 0.01]

    assert slow == []


def fastest(text: str) -> float:
    """Seconds of processor time: the best of three, for other people work on the machine too."""
    found = []
    for _ in range(3):
        began = time.process_time()
        label(text)
        found.append(time.process_time() - began)
        if found[-1] < 0.005:
            break
    return min(found)


@pytest.mark.parametrize("text", ["What? " * 9_000, "why " * 9_000, "x" * 90_000])
def test_only_so_much_of_a_text_is_read(text: str) -> None:
    read_ = list(sentences(text, read_english()))

    assert len(read_) <= SENTENCES
    assert sum(map(len, read_)) <= LONGEST + 2 * SENTENCES


@given(st.text(max_size=300))
def test_any_text_gets_one_answer_and_always_the_same(text: str) -> None:
    assert label(text) == label(text)
    assert label(text).label in Label
    assert knows(text) in (True, False)


PLAIN = [text for all_ in RULINGS.values() for text in all_]


@given(st.sampled_from(PLAIN), st.text(" \t", max_size=5))
def test_capitals_curly_marks_and_spaces_behind_change_nothing(text: str, space: str) -> None:
    straight = text.replace("’", "'")

    told = label(straight)

    assert label(straight.upper()) == told
    assert label(straight.replace("'", "’") + space) == told


@given(st.text(string.ascii_letters + " ',.?!", max_size=80))
def test_the_same_words_in_capitals_are_the_same_words(text: str) -> None:
    assert label(text.upper()) == label(text)


# What was reached, in percent, precision and recall; a rule that is mended may not cost more than it brings.
REACHED = {"advice": (99, 95), "open": (99, 99), "closed": (97, 97), "statement": (94, 98), "check": (94, 87)}


@pytest.mark.parametrize("kind", REACHED)
def test_the_tuned_sentences_stay_told_apart(kind: str) -> None:
    found = scores(read("tuned"))[kind]

    assert found.precision.percent >= REACHED[kind][0]
    assert found.recall.percent >= REACHED[kind][1]


@pytest.mark.parametrize("name", ["tuned", "mended", "untuned", "unseen", "twice"])
def test_few_good_questions_are_spoken_to_and_little_advice_slips_by(name: str) -> None:
    wrong, slips = words(read(name))

    assert wrong.of >= 70
    assert slips.of >= 70
    assert wrong.percent <= 5
    assert slips.percent <= 3


def test_two_who_do_not_see_each_others_labels_agree() -> None:
    alike, kappa = agreement()

    assert alike.of >= 600
    assert kappa > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Do you ever see it otherwise?",
        "Is part of you glad of it?",
        "Who looks out for your sister?",
        "Where did the row begin?",
        "When did it stop being easy?",
        "I wonder who you were before all that.",
        "So you felt left out?",
        "Wie geht es dir heute damit?",
    ],
)
def test_nothing_is_said_of_what_may_be_meant_to_open_the_door(text: str) -> None:
    assert doubt(text, SPOKEN_TO) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Did he come?", Label.CLOSED),
        ("Who could you ask about a loan?", Label.CLOSED),
        ("Could somebody else chair it for once?", Label.CLOSED),
        ("You should ring them.", Label.ADVICE),
        ("Is there something you could drop?", Label.ADVICE),
        ("They never answer.", Label.STATEMENT),
    ],
)
def test_of_all_else_that_is_no_open_question_something_is_said(text: str, kind: Label) -> None:
    told = doubt(text, SPOKEN_TO)

    assert told is not None
    assert told.label is kind
    assert doubt(text, SPOKEN_TO - {kind}) is None


def test_where_nothing_fitted_it_is_a_guess() -> None:
    assert [text for text in ("They never answer.", "A blue one, then?") if not unsure(label(text))] == []
    assert [text for text in ("Take care.", "Did he come?", "What happened?") if unsure(label(text))] == []
    assert said_of(label("They never answer.")) == "unsure"
    assert said_of(label("Did he come?")) == "closed"


OTHERS = """
Wie geht es dir heute damit?
Ich weiß nicht, was ich tun soll.
Warum hast du nichts gesagt?
Hast du schon mit ihr gesprochen?
Das war sehr schwer für mich.
Was brauchst du von uns?
Comment tu te sens maintenant ?
Je ne sais pas quoi faire.
Pourquoi tu n'as rien dit ?
Est-ce que vous avez parlé avec elle ?
C'est une bonne idée.
Qu'est-ce qui vous touche le plus ?
¿Cómo te sientes con eso?
No sé qué hacer.
¿Por qué no dijiste nada?
¿Has hablado con ella?
Creo que deberías descansar.
Cuéntame más sobre tu madre.
Come ti senti adesso?
Non so cosa fare.
Perché non hai detto niente?
Hai già parlato con lei?
Secondo me devi riposare un po'.
Di cosa hai bisogno da noi?
Como você se sente com isso?
Eu não sei o que fazer.
Por que você não disse nada?
Você já falou com ela?
Acho que você deve descansar.
O que você precisa de nós?
Hoe voel je je nu?
Ik weet niet wat ik moet doen.
Waarom heb je niets gezegd?
Heb je al met haar gepraat?
Dat is een goed idee.
Wat heb je van ons nodig?
Jak się z tym czujesz?
Nie wiem, co robić.
Dlaczego nic nie powiedziałeś?
Czy już z nią rozmawiałaś?
To było bardzo trudne dla mnie.
Czego od nas potrzebujesz?
Şimdi nasıl hissediyorsun?
Ne yapacağımı bilmiyorum.
Neden hiçbir şey söylemedin?
Onunla konuştun mu?
Bu benim için çok zordu.
Bizden ne bekliyorsun?
Как ты себя чувствуешь?
Я не знаю, что делать.
Почему ты ничего не сказал?
Ты уже говорил с ней?
Это было очень тяжело.
Что тебе нужно от нас?
كيف تشعر الآن؟
لا أعرف ماذا أفعل
لماذا لم تقل شيئا؟
هل تحدثت معها؟
كان ذلك صعبا جدا
ماذا تحتاج منا؟
"""


def test_other_languages_are_left_alone() -> None:
    written = OTHERS.strip().splitlines()

    assert len(written) == 60
    assert [text for text in written if knows(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "u ok?",
        "And then?",
        "wdyt?",
        "Thoughts?",
        "Ward rounds cancelled again",
        "?",
        "👍",
        "Señor Díaz was late, was he?",
        "He moved to Köln in May.",
        "same",
        "No idea",
        "Breathe",
        "My café closed",
    ],
)
def test_short_english_is_known(text: str) -> None:
    assert knows(text)


def test_every_tuned_sentence_is_taken_for_english() -> None:
    assert [one.text for one in read("tuned") if not knows(one.text)] == []
