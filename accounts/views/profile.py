from django.http import Http404


def profile(request, **kwargs):
    raise Http404


def own_data(request, **kwargs):
    raise Http404
