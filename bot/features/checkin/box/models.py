"""The words of a box: one person's own, whichever sets they are in."""

from bot.features.checkin.models import BOX, NAME
from bot.rounds.company.own import Own

ITEM = "item"  # something that they would like to bring
MOST, LINE = 10, 300  # how many there are at most; characters of one, as many as a wish for the time has
BOXES = Own(NAME, BOX, (NAME, BOX))
