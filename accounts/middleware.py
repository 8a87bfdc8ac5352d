"""Middleware about the person who asks: language, session, second factor."""


class _Passes:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class LanguageWithoutPrefix(_Passes):
    pass


class SessionLimits(_Passes):
    pass


class SecondFactorRequired(_Passes):
    pass
