"""The server: binds, loads, answers, follows the current release, and ends everything that it started."""

import asyncio
import contextlib
import errno
import ipaddress
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from powergraph.config import ServeConfig
from powergraph.engine import Backend, BlockingEngine, LoadError, Pool, RemoteStore
from powergraph.release import Release, ReleaseError, is_release, open_release
from powergraph.web.app import create_app
from powergraph.web.bridge import Bridge
from powergraph.web.front import Front
from powergraph.web.patience import PatientProtocol
from powergraph.web.publication import Publication, publication_of
from powergraph.web.site import Site

__all__ = ["ServeError", "Serving", "run_server"]

#: How often `current` is looked at (seconds).
_POLL = 1.0
#: How long answers under way may take to end after SIGTERM (seconds).
_DRAIN = 10

_log = logging.getLogger("powergraph.web")


class ServeError(Exception):
    """The server cannot start; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What a server tells when it answers: its URL, what it serves, and which guards this system has not."""

    url: str
    publication: Publication
    missing_guards: tuple[str, ...]


def run_server(
    config: ServeConfig,
    source: Path,
    on_serving: Callable[[Serving], None] = lambda serving: None,
    on_swapped: Callable[[Publication | Exception], None] = lambda outcome: None,
    on_stopping: Callable[[int], None] = lambda running: None,
) -> None:
    """Serve *source* until SIGTERM or Ctrl-C: a release, the folder of releases it is in, or a dataset file.

    *on_serving* is called once, when requests are answered; *on_swapped* each time another release (after SIGHUP, the
    file as it is now) has taken over, or with the error where it could not and the former one stays; *on_stopping*
    once, at the first signal to stop, with the number of queries that are still waited for.

    Raises ServeError where the address cannot be had, LoadError and ReleaseError where the source cannot be served.
    """
    _raise_descriptor_limit()
    with _bound_socket(config) as listening, _runner() as runner:
        runner.run(_Server(config, source, listening, on_serving, on_swapped, on_stopping).run())


class _Server:
    """One server: the pool, what it serves at the moment, and uvicorn in front of it."""

    def __init__(
        self,
        config: ServeConfig,
        source: Path,
        listening: socket.socket,
        on_serving: Callable[[Serving], None],
        on_swapped: Callable[[Publication | Exception], None],
        on_stopping: Callable[[int], None],
    ) -> None:
        self._config = config
        self._source = source
        self._listening = listening
        self._on_serving = on_serving
        self._on_swapped = on_swapped
        self._on_stopping = on_stopping
        self._url = config.public_url or _url_of(listening)
        self._reload = asyncio.Event()
        self._publication = publication_of(None, self._url, config.root_path)
        self._site: Site | None = None

    async def run(self) -> None:
        """Answer until a signal says to stop; then end every process and thread."""
        loop = asyncio.get_running_loop()
        pool: Backend = RemoteStore(self._config) if self._config.store else Pool(self._config)
        release = self._open()
        try:
            await pool.start(release.path if release else self._source)
            self._publication = self._published(release)
            app = create_app(BlockingEngine(pool, loop), self._config, lambda: self._publication)
            self._site = app.extensions["powergraph"]
            self._open_index(loop)
            bridge = Bridge(app)
            front = Front(pool, self._config, lambda: self._publication, bridge)
            following = loop.create_task(self._follow(pool))
            try:
                await self._listen(front, pool)
            finally:
                following.cancel()
                await loop.run_in_executor(None, bridge.close)
                self._site.close()
        finally:
            await pool.close()

    async def _listen(self, front: Front, pool: Backend) -> None:
        class Protocol(PatientProtocol):
            most_connections = self._config.connections
            express = front.express

        settings = uvicorn.Config(
            front,
            http=Protocol,
            loop="none",
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_DRAIN,
        )
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # a cut answer is told by the front
        server = _Uvicorn(settings, lambda: self._on_serving(self._serving(pool)))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop, server, pool)
        loop.add_signal_handler(signal.SIGHUP, self._reload.set)
        await server.serve(sockets=[self._listening])

    def _stop(self, server: "_Uvicorn", pool: Backend) -> None:
        if not server.should_exit:
            status = pool.status()
            self._on_stopping(status.busy + status.waiting)
        server.stop()

    def _serving(self, pool: Backend) -> Serving:
        return Serving(self._url + self._config.root_path + "/", self._publication, pool.status().missing_guards)

    def _published(self, release: Release | None) -> Publication:
        federated = bool(self._config.allow_service)
        return publication_of(release, self._url, self._config.root_path, self._source, federated=federated)

    def _open_index(self, loop: asyncio.AbstractEventLoop) -> None:
        """Open the search index of what is served now, and close the one before, while requests are answered."""
        if self._site:
            loop.run_in_executor(None, self._site.open_index)

    def _open(self) -> Release | None:
        if self._config.store:
            return None
        return open_release(self._source) if is_release(self._source) else None

    async def _follow(self, pool: Backend) -> None:
        """Swap the release when `current` moves, and whatever is served after SIGHUP."""
        told = ""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._reload.wait(), _POLL)
            forced = self._reload.is_set()
            self._reload.clear()
            problem: Exception | None = None
            try:
                await self._swap(pool, forced)
            except (LoadError, ReleaseError) as error:
                problem = error
            except Exception as error:  # the outermost edge: whatever is wrong with a folder, the next change is seen
                problem = error
            if problem is not None and (forced or str(problem) != told):
                self._on_swapped(problem)
            told = str(problem) if problem else ""

    async def _swap(self, pool: Backend, forced: bool) -> None:
        served = self._publication.release
        if served is None and not forced:
            return
        if (
            served
            and not forced
            and self._source.joinpath("current").resolve() in (served.path, self._source / "current")
        ):
            return
        release = self._open()
        if served and release and release.digest == served.digest and not forced:
            return
        publication = self._published(release)
        await pool.swap(release.path if release else self._source)
        self._publication = publication
        self._open_index(asyncio.get_running_loop())
        self._on_swapped(self._publication)


class _Uvicorn(uvicorn.Server):
    """uvicorn without signal handlers of its own: it would raise the signal again when all is done."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the loop."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        self._on_started()

    def stop(self) -> None:
        """End when the answers under way have ended; at once when asked twice."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _raise_descriptor_limit() -> None:
    """Take as many open connections as this system lets us have."""
    with contextlib.suppress(OSError, ValueError):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _runner() -> asyncio.Runner:
    try:
        import uvloop
    except ImportError:
        return asyncio.Runner()
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


def _bound_socket(config: ServeConfig) -> socket.socket:
    """Bind before anything is loaded, so that a wrong address is told at once."""
    place = f"{config.host}, port {config.port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(1024)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(f"{place} is in use; choose another port with --port, or 0 for a free one") from error
        raise ServeError(f"{place} cannot be listened on ({error.strerror or error})") from error
    listening.setblocking(False)
    return listening


def _url_of(listening: socket.socket) -> str:
    """Return the URL of a bound socket, as a client on this machine would write it."""
    host, port = listening.getsockname()[:2]
    address = ipaddress.ip_address(host.partition("%")[0])
    if address.is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
