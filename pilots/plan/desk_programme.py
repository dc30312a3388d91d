"""Desk pages on which programmes and their tasks are written."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import manager_required, officer_required
from pilots.models import Programme, ProgrammeTask
from pilots.plan.forms_programme import ProgrammeForm, TaskForm
from pilots.plan.programme import remove_task, write_programme, write_task


@officer_required
def index(request):
    programmes = Programme.objects.prefetch_related("tasks__pilots")
    return render(request, "pilots/plan/desk/programmes.html", {"programmes": programmes})


@manager_required
def write(request, programme=None):
    stored = get_object_or_404(Programme, pk=programme) if programme else None
    form = ProgrammeForm(
        request.POST or None, instance=Programme.objects.filter(pk=programme).first()
    )
    if request.method == "POST" and form.is_valid():
        saved = write_programme(programme=stored, **form.cleaned_data)
        messages.success(request, _("The programme is saved."))
        return redirect("pilots_desk:programme", saved.pk)
    tasks = stored.tasks.prefetch_related("pilots") if stored else ()
    context = {"form": form, "programme": stored, "tasks": tasks}
    return render(request, "pilots/plan/desk/programme.html", context)


@manager_required
def write_one_task(request, programme, task=None):
    of = get_object_or_404(Programme, pk=programme)
    stored = get_object_or_404(ProgrammeTask, pk=task, programme=of) if task else None
    form = TaskForm(
        request.POST or None,
        instance=ProgrammeTask.objects.filter(pk=task).first() or ProgrammeTask(programme=of),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["position"] is None:
            del said["position"]
        write_task(task=stored, programme=of, **said)
        messages.success(request, _("The task is saved."))
        return redirect("pilots_desk:programme", of.pk)
    context = {"form": form, "programme": of, "task": stored}
    return render(request, "pilots/plan/desk/task.html", context)


@manager_required
@require_POST
def remove(request, programme, task):
    stored = get_object_or_404(ProgrammeTask, pk=task, programme=programme)
    remove_task(task=stored, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("pilots_desk:programme", programme)
