"""Under which names a request may come: a page of another site must not reach this server by a name that it rebinds."""

import ipaddress
from urllib.parse import urlsplit

from powergraph.config import ServeConfig
from powergraph.web.problems import Refused

__all__ = ["HostCheck"]


class HostCheck:
    """Refuses requests under foreign names (DNS rebinding); an IP address cannot be rebound, so it always passes."""

    def __init__(self, config: ServeConfig) -> None:
        names = {*config.hosts.lower().split(), config.host.lower(), "localhost"}
        if config.public_url:
            names.add((urlsplit(config.public_url).hostname or "").lower())
        self._names = names - {""}
        self._known: dict[str, bool] = {}

    def refuse_foreign(self, host: str) -> None:
        """Raise Refused (421) where the Host header names neither this server nor an address; none at all passes."""
        known = self._known.get(host)
        if known is None:
            known = self._is_ours(host)
            if len(self._known) < 1000:
                self._known[host] = known
        if not known:
            hint = "Whoever runs this server may add the name: --hosts or --public-url."
            raise Refused(421, "This server does not answer under that name", hint=hint)

    def _is_ours(self, host: str) -> bool:
        if not host or "*" in self._names:
            return True
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
            if name in self._names or name.endswith(".localhost"):
                return True
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            return False
        return True
