"""Serve the portal on this machine with gunicorn: the last step of `make run`."""

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from core.freshness.page_cache import PageCache


class Command(BaseCommand):
    help = "Serves the portal on 127.0.0.1. For production, see the README."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options):
        Server(port).run()


class Server(BaseApplication):
    """One process with threads, on loopback; says the addresses once it answers."""

    def __init__(self, port: int):
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        self.cfg.set("threads", 8)
        self.cfg.set("preload_app", True)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("when_ready", lambda server: print(self.addresses(), flush=True))

    def load(self):
        return PageCache(get_wsgi_application())

    def addresses(self) -> str:
        origin = f"http://127.0.0.1:{self.port}"
        return (
            "\nThe portal is ready.\n"
            f"  In Dutch:   {origin}/nl/\n"
            f"  In English: {origin}/en/\n"
            "Stop with Ctrl-C.\n"
        )
