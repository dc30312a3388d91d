"""Forms people fill in about themselves."""

from django import forms


class SignUpConsents(forms.Form):
    def signup(self, request, user):
        pass
