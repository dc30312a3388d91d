"""What the clock calls."""

from celery import shared_task

from pilots.after.recheck import nag_of_rechecks
from pilots.apart import heard
from pilots.apart.ask_again import ask_those_due
from pilots.devices.alerts import tell_of_silence
from pilots.devices.roll_up import roll_up
from pilots.events.remind import remind_of_events
from pilots.evidence.live import refresh_live
from pilots.plan.permit import remind_of_permits
from pilots.prompt import prompt_diaries
from pilots.remind import expire_selected, remind_managers, remind_selected
from pilots.trouble.answer import send_answers


@shared_task
def give_places_on() -> None:
    remind_selected()
    expire_selected()


@shared_task
def remind_those_in_charge() -> None:
    remind_managers()
    nag_of_rechecks()
    remind_of_permits()


@shared_task
def ask_people() -> None:
    ask_those_due()
    prompt_diaries()
    remind_of_events()


@shared_task
def refresh_comparisons() -> None:
    refresh_live()


@shared_task
def sum_observations() -> None:
    roll_up()


@shared_task
def send_trouble_answers() -> None:
    send_answers()


@shared_task
def look_for_silent_sensors() -> None:
    tell_of_silence()


@shared_task
def tell_who_went_on() -> None:
    heard.tell_who_went_on()
