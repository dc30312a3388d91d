"""Coming in by a code: one page for the address, one for the code, and what was brought is sent."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import carried
from accounts.ask_again import ask_first
from accounts.carried import Carried
from accounts.entrance_codes import (
    AddressTaken,
    CodeNotSent,
    CodeRefused,
    EntranceRefused,
    Kind,
    check_code,
    check_suffices,
    confirm_address,
    make_guest,
    person_of,
    send_code,
    use_code,
)
from accounts.entrance_forms import AddressForm, CodeForm, NewcomerForm
from accounts.models import User
from accounts.texting import shown_number

IN_SESSION = "entering"
# The page brings its own state along, so that a session that ended meanwhile costs nothing.
SALT = "accounts.views_entrance"
LASTS = 60 * 60
REFUSED = 422
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Entering:
    """Who is on the way in, with what, and where to."""

    next: str = ""
    carried: dict[str, Any] | None = None
    kind: str = ""
    address: str = ""
    proven: int = 0  # the code that was typed in right, while consents are still missing
    by_link: bool = False  # whose button anybody may have written: it waits for a press here

    @classmethod
    def of(cls, request) -> "Entering":
        token = request.session.get(IN_SESSION)
        if not request.user.is_authenticated:  # who is in already sends nothing twice
            token = request.POST.get("state") or token
        try:
            return cls(**signing.loads(token or "", salt=SALT, max_age=LASTS))
        except (signing.BadSignature, TypeError):  # made up, or of an earlier version of this page
            return cls()

    @property
    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @property
    def brought(self) -> Carried | None:
        return carried.read(self.carried)

    @property
    def shown_address(self) -> str:
        return shown_number(self.address) if self.kind == Kind.PHONE else self.address

    def keep(self, request) -> None:
        request.session[IN_SESSION] = self.token


@never_cache
def enter(request):
    """Where may the code go? What was written before coming here is named on the page."""
    entering = Entering.of(request) if request.method == "POST" else _arriving(request)
    if request.user.is_authenticated:
        return _ask_or_go_on(request, entering)
    form = AddressForm(request.POST if "address" in request.POST else None)
    if "by_password" in request.POST:
        return _by_password(request, entering)
    if request.method == "POST" and form.is_valid() and form.read:
        kind, address = form.read
        entering = replace(entering, kind=kind, address=address, proven=0)
        try:
            _send(request, entering)
        except CodeNotSent as refusal:
            form.add_error("address", str(refusal))
        else:
            entering.keep(request)
            return redirect("enter_code")
    return _show(request, "enter", entering, form)


@never_cache
def code(request):
    """Six digits; somebody new then agrees to what is needed; nothing more has to be pressed."""
    entering = Entering.of(request)
    if request.user.is_authenticated:
        return _go_on(request, entering)
    if not entering.address:
        messages.info(request, _("Too much time has passed. Please give your address once more."))
        return redirect("enter")
    if "again" in request.POST:
        return _again(request, entering)
    if entering.proven:
        return _newcomer(request, entering)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            right = check_code(address=entering.address, typed=form.cleaned_data["code"])
            return _known_or_new(request, replace(entering, proven=right.pk))
        except (CodeRefused, EntranceRefused) as refusal:
            form.add_error("code", str(refusal))
    return _show(request, "code", entering, form)


@never_cache
def send_on(request):
    """After a password: what was brought is sent, and one is back where one was."""
    if not request.user.is_authenticated:
        return redirect("enter")
    return _ask_or_go_on(request, Entering.of(request))


def _arriving(request) -> Entering:
    """By a link (?act=support&pk=12, ?next=/me/), or with what a page has just carried here."""
    kept = request.session.pop(carried.IN_SESSION, None)
    act = request.GET.get("act")
    if act:
        kept = {"kind": act, "details": {"pk": request.GET.get("pk", "")}}
    there = _safe_next(request)
    if not (kept or there):
        return Entering.of(request)
    brought = carried.read(kept)
    entering = Entering(
        next=there, carried=kept if brought and brought.describe() else None, by_link=bool(act)
    )
    entering.keep(request)
    return entering


def _safe_next(request) -> str:
    there = request.GET.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(there, hosts, require_https=request.is_secure())
    return there if is_ours and there != reverse("enter_send") else ""


def _send(request, entering: Entering) -> None:
    if not ratelimit.consume(request, action="entrance_code"):
        raise CodeNotSent(_("Many codes were asked for from here. Please try again in an hour."))
    send_code(kind=entering.kind, address=entering.address)


def _again(request, entering: Entering) -> HttpResponse:
    try:
        _send(request, entering)
        messages.success(request, _("A new code is on its way. Only the newest one works."))
    except CodeNotSent as refusal:
        messages.error(request, str(refusal))
    replace(entering, proven=0).keep(request)
    return redirect("enter_code")


def _known_or_new(request, entering: Entering) -> HttpResponse:
    person = person_of(kind=entering.kind, address=entering.address)
    if person is None:
        entering.keep(request)
        return redirect("enter_code")  # where the consents are asked for now
    check_suffices(person)
    use_code(pk=entering.proven)
    return _come_in(request, entering, person)


def _newcomer(request, entering: Entering) -> HttpResponse:
    answers = request.POST if "new" in request.POST else None
    form = NewcomerForm(answers, by_mail=entering.kind == Kind.EMAIL)
    if not form.is_valid():
        return _show(request, "newcomer", entering, form)
    try:
        with transaction.atomic():
            use_code(pk=entering.proven)
            person = make_guest(
                kind=entering.kind,
                address=entering.address,
                lives_elsewhere=form.cleaned_data["lives_elsewhere"],
            )
            form.signup(request, person)
    except (CodeRefused, AddressTaken) as refusal:
        messages.error(request, str(refusal))
        replace(entering, proven=0).keep(request)
        return redirect("enter_code")
    return _come_in(request, entering, person)


def _come_in(request, entering: Entering, person: User) -> HttpResponse:
    confirm_address(person=person, kind=entering.kind)
    login(request, person, backend=BACKEND)
    return _go_on(request, entering)


def _ask_or_go_on(request, entering: Entering) -> HttpResponse:
    """Who is in already does nothing by merely following a link that somebody sent."""
    if request.method != "POST" and entering.by_link and entering.brought:
        return render(request, "accounts/entrance/press.html", {"entering": entering})
    return _go_on(request, entering)


def _go_on(request, entering: Entering) -> HttpResponse:
    """What was brought is sent here, whichever door the person came in by, and only once."""
    request.session.pop(IN_SESSION, None)
    if brought := entering.brought:
        url = brought.send(request)
    else:
        url = entering.next or resolve_url(settings.LOGIN_REDIRECT_URL)
    return redirect(ask_first(request.user, url))


def _by_password(request, entering: Entering) -> HttpResponse:
    replace(entering, by_link=False).keep(request)  # they saw it named on the page and pressed
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('enter_send')})}")


def _show(request, name: str, entering: Entering, form) -> HttpResponse:
    context = {"entering": entering, "form": form}
    return render(
        request, f"accounts/entrance/{name}.html", context, status=REFUSED if form.errors else 200
    )
