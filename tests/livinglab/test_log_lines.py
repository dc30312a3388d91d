"""A log holds no address by which somebody else's question could be answered."""

import logging

import pytest
from django.conf import settings

from accounts.mail import unsubscribe_token
from livinglab.log_lines import HideKeys


@pytest.fixture
def console(caplog):
    """Reads what the console would: with the filters of its settings."""
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["keys"]
    caplog.handler.addFilter(hide := HideKeys())
    yield caplog
    caplog.handler.removeFilter(hide)


@pytest.mark.parametrize(
    "start", ["/promises/answer/", "/me/unsubscribe/", "/me/invitation/", "/surveys/r/"]
)
def test_a_key_of_a_letter_is_in_no_log(visitor, resident, console, start):
    key = unsubscribe_token(resident)

    assert visitor.get(f"{start}{key}x/").status_code == 404

    assert start in console.text
    assert key not in console.text


def test_the_key_of_a_kiosk_is_in_no_log(visitor, console):
    assert visitor.get("/surveys/kiosk/a-good-key/").status_code == 404

    assert "a-good-key" not in console.text


def test_other_lines_stay_as_they_are(console):
    logging.getLogger("somewhere").warning("%s of %s in /proposals/12/", 3, 5)

    assert "3 of 5 in /proposals/12/" in console.text
