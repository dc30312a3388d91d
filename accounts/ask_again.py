"""A text that people agreed to has a new version: they are asked at their next sign-in."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.consent import give_consent, waiting_texts, withdraw_consent
from accounts.forms import NO, YES, consent_field
from accounts.models import ConsentText, User


def ask_first(person: User, url: str) -> str:
    """Where somebody goes who wanted to go to `url`: there, or by way of the questions."""
    if not waiting_texts(person):
        return url
    return f"{reverse('my_new_consents')}?{urlencode({'next': url})}"


@transaction.atomic
def answer_new_texts(
    *, person: User, answers: dict[ConsentText, bool], at: datetime | None = None
) -> None:
    """A no to an optional text is like taking it back: what was kept under it goes."""
    for text, given in answers.items():
        verb = give_consent if given else withdraw_consent
        verb(person=person, text=text, at=at)


class NewTextsForm(forms.Form):
    """One question for each text, with nothing chosen beforehand."""

    def __init__(self, *args, texts: list[ConsentText], **kwargs):
        super().__init__(*args, **kwargs)
        self._texts = texts
        for text in texts:
            self.fields[text.kind] = consent_field(required=text.is_required, label=str(text.title))

    def clean(self):
        cleaned = super().clean() or {}
        for text in self._texts:
            if text.is_required and cleaned.get(text.kind) == NO:
                self.add_error(
                    text.kind,
                    _(
                        "Without this consent you cannot go on with your account. You can sign out "
                        "and go on reading, or close your account."
                    ),
                )
        return cleaned

    @property
    def questions(self):
        return [(self[text.kind], text) for text in self._texts]

    @property
    def answers(self) -> dict[ConsentText, bool]:
        """What was left open is asked again next time."""
        given = {text: self.cleaned_data[text.kind] for text in self._texts}
        return {text: answer == YES for text, answer in given.items() if answer}
