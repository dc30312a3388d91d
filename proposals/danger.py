"""Where words sound like an emergency, 119 and 112 are shown before anything is sent."""

from django.forms import Form

from accounts.rules import is_emergency

SEEN = "danger_seen"  # the page with the banner sends it along: the second time it is sent


def sounds_urgent(form: Form) -> bool:
    """Whether the words as they were typed need the banner; half a form will do."""
    typed = (str(form[name].value() or "") for name in ("title", "text") if name in form.fields)
    words = "\n".join(typed)
    return bool(words.strip()) and is_emergency(words)


def asks_about_danger(request, form: Form) -> bool:
    """Once: whoever has seen the banner and sends again means it."""
    return SEEN not in request.POST and sounds_urgent(form)
