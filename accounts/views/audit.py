from django.http import Http404


def audit(request, **kwargs):
    raise Http404
