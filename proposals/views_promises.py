"""All promises of the city, and the page of a letter's own link: is it really better?"""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from photos.clean import PhotoRefused
from photos.erase import erase_photos
from photos.keep import keep_photo
from proposals import confirm, confirm_links
from proposals.forms import AnswerForm
from proposals.promise_filters import PromiseFilter
from proposals.promise_list import by_month, drawn, public_promises

A_PAGE = 40
GONE, REFUSED = 410, 422


@require_safe
def index(request):
    filters = PromiseFilter(request.GET, queryset=public_promises())
    page = Paginator(filters.in_order, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "states": filters.states(),
        "page": page,
        "months": by_month(list(page)),
        "drawn": drawn(filters.qs),
        "on_the_map": filters.on_the_map(),
    }
    return render(request, "proposals/promises.html", context)


# The signed link is all that this page goes by, so a forged form of another site knows nothing to
# send; and a reader whose mail program keeps no cookies can answer.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    """Looking never answers: mail scanners look at every link. Pressing a button does."""
    try:
        question = confirm_links.question_of(token)
    except confirm_links.LinkIsOver:
        return _private(render(request, "proposals/promises_over.html", status=GONE))
    if question is None:
        raise Http404
    is_sent = request.method == "POST"
    form = AnswerForm(
        request.POST if is_sent else None, request.FILES if is_sent else None,
        initial={"note": question.note},
    )  # fmt: skip
    if form.is_valid() and _is_taken(form, question):
        return _private(redirect(f"{request.path}?answered=1"))
    context = {
        "form": form,
        "question": question,
        "commitment": question.commitment,
        "proposal": question.commitment.proposal,
        "thanks": "answered" in request.GET and question.answer,
    }
    status = REFUSED if form.is_bound else 200
    return _private(render(request, "proposals/promises_answer.html", context, status=status))


def _is_taken(form, question) -> bool:
    given, photo = form.cleaned_data, None
    try:
        photo = keep_photo(upload=given["photo"]) if given["photo"] else None
        confirm.answer(
            commitment=question.commitment, person=question.person, round=question.round,
            answer=given["answer"], note=given["note"], photo=photo,
        )  # fmt: skip
    except (PhotoRefused, confirm.NotAsked) as refusal:
        erase_photos([photo] if photo else [])  # nobody will ever see it
        form.add_error(None, str(refusal))
        return False
    return True


def _private(response):
    """The address is a key: it goes to no search engine and to no site that is visited next."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
