from django.http import Http404


def people(request, **kwargs):
    raise Http404


def person(request, **kwargs):
    raise Http404
