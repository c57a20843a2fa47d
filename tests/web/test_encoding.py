import asyncio
import zlib
from collections.abc import AsyncIterator

import pytest

from powergraph.web.encoding import accepts_gzip, gzipped_stream


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        (["gzip"], True),
        (["GZIP"], True),
        (["x-gzip"], True),
        (["deflate", "gzip;q=0.1"], True),
        (["gzip;q=0"], False),
        (["gzip;q=0.000"], False),
        (["*;q=0"], False),
        (["identity"], False),
        (["*, gzip;q=0"], False),
        ([""], False),
    ],
)
def test_only_who_takes_gzip_gets_it(values: list[str], taken: bool) -> None:
    assert accepts_gzip(values) is taken


def test_each_piece_of_a_stream_can_be_read_when_it_comes_and_a_cut_shows() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"first"
        yield b"second"

    async def pieces() -> list[bytes]:
        return [piece async for piece in gzipped_stream(chunks())]

    first, second, end = asyncio.run(pieces())
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(first) == b"first"
    assert reader.decompress(second) == b"second"
    assert not reader.eof
    reader.decompress(end)
    assert reader.eof
