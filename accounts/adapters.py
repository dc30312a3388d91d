"""How allauth makes our people and writes to them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.ask_again import ask_first
from accounts.levels import settle_level
from city.models import City


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "E-mail address and password do not fit together. Look at both again, or set a new "
            "password."
        ),
        "email_taken": _("There is already an account with this e-mail address."),
        "incorrect_password": _("That is not your present password. Please try again."),
        "incorrect_code": _("This code is not right. Look at the newest letter again."),
        "too_many_login_attempts": _(
            "Too many attempts. Please wait five minutes, or set a new password."
        ),
        "rate_limited": _("That was a little fast. Please wait a minute and try again."),
    }

    def post_login(self, request, user, **kwargs):
        """Whoever agreed to an older text is asked first, and then goes where they were going."""
        response = super().post_login(request, user, **kwargs)
        if "Location" in response:
            response["Location"] = ask_first(user, response["Location"])
        return response

    def set_password(self, user, password):
        """A guest who sets a password has an account from then on."""
        super().set_password(user, password)
        settle_level(person=user)

    def send_mail(self, template_prefix, email, context):
        """Letters are signed by the city, not by a domain name."""
        super().send_mail(template_prefix, email, {"city": City.objects.current(), **context})


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Kakao and Naver only open the door; the consents are the same (accounts/forms.py)."""

    def get_app(self, request, provider, client_id=None):
        """A city without a key from Kakao has no page for signing in with it either."""
        try:
            return super().get_app(request, provider, client_id=client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.email = user.email or None  # Kakao and Naver may give none
        return user
