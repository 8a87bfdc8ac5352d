from django.http import Http404


def security(request, **kwargs):
    raise Http404
