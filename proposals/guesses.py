"""Whoever tries many wrong receipt numbers from one place waits an hour before the next answer."""

from accounts.tries import Limit, is_over, line_of, note_try

MOST_WRONG = 30
WRONG = Limit("receipt-number", MOST_WRONG)


def guesses_too_much(request) -> bool:
    return is_over(WRONG, line_of(request))


def note_guess(request) -> None:
    note_try(WRONG, line_of(request))
