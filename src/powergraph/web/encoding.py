"""Answers made smaller on their way (RFC 9110, 8.4.1.3): gzip for clients that say they take it."""

import zlib
from collections.abc import AsyncIterator, Iterable

__all__ = ["accepts_gzip", "gzipped", "gzipped_stream"]

#: Shorter answers gain nothing.
LEAST_BYTES = 1024
_GZIP = 31


def accepts_gzip(values: Iterable[str]) -> bool:
    """Tell whether Accept-Encoding headers with these values take gzip.

    >>> accepts_gzip(["br, gzip;q=0.5"]), accepts_gzip(["gzip;q=0, br"]), accepts_gzip(["*"]), accepts_gzip([])
    (True, False, True, False)
    """
    values = tuple(values)
    if not values:
        return False
    qualities: dict[str, str] = {}
    for element in ", ".join(values).lower().split(",")[:50]:
        name, _, parameter = element.partition(";")
        key, _, value = parameter.partition("=")
        qualities[name.strip()] = value.strip() if key.strip() == "q" else "1"
    wanted = qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", "0")))
    return wanted.strip("0.") != ""


def gzipped(body: bytes) -> bytes:
    """Return *body* as one gzip stream."""
    packer = zlib.compressobj(5, wbits=_GZIP)
    return packer.compress(body) + packer.flush()


async def gzipped_stream(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks as one gzip stream, each as soon as it is here; what breaks off has no end of a stream."""
    packer = zlib.compressobj(1, wbits=_GZIP)
    async for chunk in chunks:
        yield packer.compress(chunk) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
