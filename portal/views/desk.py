"""My desk: what waits for the person who is logged in, from every app."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.desk import tasks_for as account_tasks
from core.addresses import addresses_of
from notifications.desk import tasks_for as notification_tasks
from portal.desk import tasks_for as translation_tasks
from workagendas.desk import tasks_for as agenda_tasks

TASKS = (notification_tasks, agenda_tasks, account_tasks, translation_tasks)


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    context = {
        "tasks": [task for tasks_for in TASKS for task in tasks_for(request.user)],
        "addresses": addresses_of("desk"),
    }
    return render(request, "portal/desk.html", context)
