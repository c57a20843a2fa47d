"""A client that reads nothing is let go; one that reads slowly is waited for."""

import asyncio

import pytest
from uvicorn.protocols.http.flow_control import FlowControl

from powergraph.web import patience
from powergraph.web.patience import PatientProtocol


class Transport:
    """Has bytes to write, of which its client takes *pace* between two looks."""

    def __init__(self, pace: int) -> None:
        self.waiting = 1000
        self.pace = pace
        self.aborted = False

    def get_write_buffer_size(self) -> int:
        self.waiting -= self.pace
        return self.waiting

    def is_closing(self) -> bool:
        return False

    def abort(self) -> None:
        self.aborted = True


@pytest.mark.parametrize(
    ("pace", "resumes", "aborted"),
    [(0, False, True), (1, False, False), (0, True, False)],
    ids=["reads nothing", "reads slowly", "reads all"],
)
def test_only_who_reads_nothing_is_let_go(
    monkeypatch: pytest.MonkeyPatch, pace: int, resumes: bool, aborted: bool
) -> None:
    monkeypatch.setattr(patience, "STALL_SECONDS", 0.01)
    transport = Transport(pace)

    async def run() -> None:
        protocol = PatientProtocol.__new__(PatientProtocol)
        protocol.loop = asyncio.get_running_loop()
        protocol.transport = transport  # type: ignore[assignment]
        protocol.flow = FlowControl(transport)  # type: ignore[arg-type]
        protocol.pause_writing()
        if resumes:
            protocol.resume_writing()
        await asyncio.sleep(0.08)
        protocol._stop_stall_clock()

    asyncio.run(run())
    assert transport.aborted is aborted
