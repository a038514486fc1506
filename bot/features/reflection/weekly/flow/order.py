"""Which question comes next: by the weeks of the programme, person before problem, nothing twice too soon."""

from collections.abc import Sequence

from bot.features.reflection.weekly.models import DIFFERENCE, PERSON, Family

_UNPLANNED = 99  # families that have no week come after those that have one


def in_order(families: Sequence[Family]) -> list[str]:
    """The ids of their prompts: one of each family in the order of the weeks, then the next of each.

    What is sensitive comes by itself in no order.
    """
    weeks = sorted((week, at) for at, f in enumerate(families) for week in f.weeks or (_UNPLANNED,))
    left = [[prompt.id for prompt in family.prompts if not prompt.sensitive] for family in families]
    order = list[str]()
    while any(left):
        order += [left[at].pop(0) for _, at in weeks if left[at]]
    return order


def next_one(families: Sequence[Family], wanted: Sequence[str], asked: Sequence[str]) -> str:
    """The id of the prompt after those that were `asked`: of these families, or of the `wanted` among them.

    None comes again before all were asked, and none of difference among the first two: where nothing else is
    wanted they are others. "" for none.
    """
    theirs = [family for family in families if family.id in wanted] or families
    early = len(asked) < PERSON
    for some in (theirs, families):
        fit = [family for family in some if not (early and family.id in DIFFERENCE)]
        if order := in_order(fit):
            return min(order, key=list(asked).count)
    return ""
