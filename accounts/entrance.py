"""The forms at the entrance: signing in, and signing up with everything or nothing kept."""

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    LoginForm,
    ResetPasswordForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

EMAIL_HINT = _("Such as name@example.kr")


class SignIn(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, email.help_text = _("E-mail address"), EMAIL_HINT
        email.error_messages["required"] = _("Write the e-mail address you signed up with.")
        password.help_text = ""
        password.error_messages["required"] = _("Write your password.")
        _no_placeholders(self)


class SignUp(SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _explain_email(self)
        _explain_password(self)
        _no_placeholders(self)

    @transaction.atomic
    def save(self, request):
        """No account without its consents, even if the machine stops half-way."""
        return super().save(request)


class SocialSignUp(SocialSignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _explain_email(self)
        _no_placeholders(self)

    @transaction.atomic
    def save(self, request):
        return super().save(request)


class ForgottenPassword(ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label, self.fields["email"].help_text = _("E-mail address"), EMAIL_HINT
        _no_placeholders(self)


class SetPassword(SetPasswordForm):
    """For whoever came in by a code, Kakao or Naver."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _explain_password(self)
        _no_placeholders(self)


class ConfirmEmail(ConfirmEmailVerificationCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code from the letter")
        code.error_messages["required"] = _("Type in the six digits from the letter.")
        code.widget.attrs["inputmode"] = "numeric"
        _no_placeholders(self)


def _explain_email(form) -> None:
    email = form.fields["email"]
    email.label, email.help_text = _("E-mail address"), EMAIL_HINT
    email.validators.append(
        MaxLengthValidator(254, _("This e-mail address is too long to be right."))
    )
    email.error_messages["required"] = _("Write your e-mail address.")
    email.error_messages["invalid"] = _("Write an e-mail address such as name@example.kr.")


def _explain_password(form) -> None:
    password = form.fields["password1"]
    password.help_text = _("At least 10 characters. A short sentence is easy to remember.")
    password.error_messages["required"] = _("Choose a password.")


def _no_placeholders(form) -> None:
    """The label stands above the field and stays there while one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
