"""What each button and form of reflection is about, which says what whoever may not is to be told.

A round that it names; oneself, or nobody, whatever it names; or one's own words, which stay one's own after
leaving.
"""

PRESSES = {
    "reflection.choose_question": "oneself",
    "reflection.ask_prompt": "oneself",
    "reflection.no_thanks": "oneself",
    "reflection.write": "round",
    "reflection.change": "round",
    "reflection.finish": "round",
    "reflection.write_after_all": "round",
    "reflection.write_alone": "round",
    "reflection.take": "round",
    "reflection.another_day": "round",
    "reflection.read": "own words",
    "reflection.read_mine": "own words",
    "reflection.read_again": "own words",
    "reflection.hear": "round",
    "reflection.confirm": "round",
    "reflection.note": "round",
    "reflection.how": "round",
    "reflection.help": "round",
    "reflection.another": "round",
    "reflection.take_back": "round",
    "reflection.erase": "round",
    "reflection.pass": "round",
    "reflection.share": "round",
    "reflection.wait": "round",
    "reflection.keep": "round",
    "reflection.just_read": "round",
    "reflection.keep_open": "round",
    "reflection.enough": "round",
    "reflection.take_up": "round",
    "reflection.badly": "round",
    "reflection.go_on": "round",
    "reflection.withdraw": "own words",
    "reflection.stop": "round",
    "reflection.close": "round",
    "reflection.rhythm": "round",
    "reflection.rhythm_skip": "round",
    "reflection.rhythm_snooze": "round",
    "reflection.rhythm_stop": "round",
}
FORMS = {
    "reflection.which": "round",
    "reflection.answer": "round",
    "reflection.another_day": "round",
    "reflection.heard": "round",
    "reflection.confirm": "round",
    "reflection.note": "round",
}
