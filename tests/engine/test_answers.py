"""Answers in every format, and the limits on them."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from powergraph.config import ServeConfig
from powergraph.engine import (
    GRAPH_MEDIA_TYPES,
    RESULT_MEDIA_TYPES,
    BlockingEngine,
    Form,
    LoadError,
    MalformedQuery,
    NotSerialisable,
    OutOfMemory,
    QueryRequest,
    ResultTooLarge,
    ServiceRefused,
    TooComplex,
)
from powergraph.engine.answer_writer import AnswerWriter

from .conftest import CSV, HUNGRY, JSON, QUICK, QUICK_ANSWER, STREAM, request


def answer(engine: BlockingEngine, asked: QueryRequest) -> bytes:
    return b"".join(engine.query(asked))


@pytest.mark.parametrize("media_type", RESULT_MEDIA_TYPES)
def test_rows_in_every_media_type(engine: BlockingEngine, media_type: str) -> None:
    data = answer(engine, request(QUICK, media_type))
    rows = parse_query_results(data, QueryResultsFormat.from_media_type(media_type)) if media_type != CSV else None
    if rows is None:
        assert data == QUICK_ANSWER
    else:
        assert isinstance(rows, QuerySolutions)
        assert [row["o"].value for row in rows] == ["value 7"]


@pytest.mark.parametrize("media_type", RESULT_MEDIA_TYPES)
def test_booleans_in_every_media_type(engine: BlockingEngine, media_type: str) -> None:
    yes = answer(engine, request("ASK { ?s ?p 'value 7' }", media_type, Form.ASK))
    no = answer(engine, request("ASK { ?s ?p 'value x' }", media_type, Form.ASK))
    assert (b"true" in yes, b"false" in no) == (True, True)


@pytest.mark.parametrize("media_type", GRAPH_MEDIA_TYPES)
@pytest.mark.parametrize(
    "form",
    ["CONSTRUCT { ?s <http://purl.org/dc/terms/title> ?o } WHERE", "DESCRIBE ?s WHERE"],
    ids=["construct", "describe"],
)
def test_graphs_in_every_media_type(engine: BlockingEngine, media_type: str, form: str) -> None:
    data = answer(
        engine,
        request(form + " { ?s <https://example.org/value> ?o } ORDER BY ?s LIMIT 7", media_type, Form(form.split()[0])),
    )
    triples = {quad.triple for quad in parse(data, format=RdfFormat.from_media_type(media_type))}
    assert len(triples) == 7


def test_turtle_uses_the_prefix_table(engine: BlockingEngine) -> None:
    text = "CONSTRUCT { ?s <http://purl.org/dc/terms/title> ?o } WHERE { ?s ?p ?o } LIMIT 1"
    assert b" dcterms:title " in answer(engine, request(text, "text/turtle", Form.CONSTRUCT))


def test_select_gives_terms(engine: BlockingEngine) -> None:
    (row,) = engine.select('SELECT (<a:b> AS ?x) ("c"@de AS ?y) (1 AS ?z) ?unbound {}')
    assert {name: (t.kind, str(t), t.language, t.datatype.rpartition("#")[2]) for name, t in row.items()} == {
        "x": ("uri", "a:b", "", ""),
        "y": ("literal", "c", "de", ""),
        "z": ("literal", "1", "", "integer"),
    }


def test_ask_gives_a_boolean(engine: BlockingEngine) -> None:
    assert engine.ask("ASK { ?s ?p 'value 7' }") is True
    assert engine.ask("ASK { ?s ?p 'value x' }") is False


G = "https://example.org/g"


@pytest.mark.parametrize(
    ("pattern", "default", "named", "subjects"),
    [
        pytest.param("?s <https://example.org/p> ?o", [], [], "", id="the store's default graph"),
        pytest.param("GRAPH ?g { ?s ?p ?o }", [], [], "012", id="the store's named graphs"),
        pytest.param("?s ?p ?o", [1], [], "1", id="one default graph"),
        pytest.param("?s ?p ?o", [1, 2], [], "12", id="two merged"),
        pytest.param("GRAPH ?g { ?s ?p ?o }", [1], [], "", id="no named graph with a default one"),
        pytest.param("?s ?p ?o", [], [1], "", id="empty default graph with a named one"),
        pytest.param("GRAPH ?g { ?s ?p ?o }", [0], [1, 2], "12", id="default and named"),
        pytest.param("?s ?p ?o", [9], [], "", id="unknown graph"),
    ],
)
def test_the_protocols_graphs_are_the_dataset(
    engine: BlockingEngine, pattern: str, default: list[int], named: list[int], subjects: str
) -> None:
    for source in ("", f"FROM <{G}0> FROM NAMED <{G}0> "):
        if source and not (default or named):
            continue
        text = f"SELECT ?s {source} {{ {pattern} }} ORDER BY ?s"
        graphs = {"default_graphs": tuple(f"{G}{n}" for n in default), "named_graphs": tuple(f"{G}{n}" for n in named)}
        rows = json.loads(answer(engine, request(text, JSON, **graphs)))["results"]["bindings"]
        assert "".join(row["s"]["value"][-1] for row in rows) == subjects


def test_a_graph_name_that_is_no_iri_is_malformed(engine: BlockingEngine) -> None:
    with pytest.raises(MalformedQuery, match="not an absolute IRI"):
        answer(engine, request(QUICK, default_graphs=("not an iri",)))


def test_a_large_answer_streams_and_is_whole(engine: BlockingEngine) -> None:
    streamed = engine.query(request(STREAM + " LIMIT 50000"))
    chunks = list(streamed)
    assert len(chunks) > 10
    assert all(0 < len(chunk) <= 65_536 for chunk in chunks)
    assert b"".join(chunks).count(b"\r\n") == 50_001


def test_a_query_longer_than_a_socket_buffer_arrives(engine: BlockingEngine) -> None:
    text = "SELECT ?o { <https://example.org/7> ?p ?o } # " + "é" * 450_000
    assert answer(engine, request(text)) == QUICK_ANSWER


@pytest.mark.parametrize("media_type", ["application/sparql-results+xml", "application/rdf+xml"])
@pytest.mark.parametrize("character", ["\\u0001", "\\u000B", "\\uFFFE", "\\uFFFF"])
def test_what_xml_cannot_carry_is_an_error_before_the_first_byte(
    engine: BlockingEngine, media_type: str, character: str
) -> None:
    graph = media_type == "application/rdf+xml"
    text = f'CONSTRUCT {{ <a:b> <a:c> "{character}" }} WHERE {{}}' if graph else f'SELECT ("{character}" AS ?x) {{}}'
    with pytest.raises(NotSerialisable, match=character[2:]) as raised:
        answer(engine, request(text, media_type, Form.CONSTRUCT if graph else Form.SELECT))
    assert raised.value.status == 406


def test_other_characters_survive_xml(engine: BlockingEngine) -> None:
    text = 'SELECT ("a\\r\\n\\t<&>\\"é\\uFFFD\\U0001F600]]>" AS ?x) {}'
    data = answer(engine, request(text, "application/sparql-results+xml"))
    assert "".join(ElementTree.fromstring(data).itertext()) == 'a\r\n\t<&>"é\ufffd\U0001f600]]>'


class Sink:
    """Stands for a socket and keeps what is sent."""

    def __init__(self) -> None:
        self.sent = b""

    def sendall(self, data: bytes) -> None:
        self.sent += data[5:]


def _write(writer: AnswerWriter, *pieces: bytes) -> None:
    for piece in pieces:
        writer.write(piece)


def test_xml_is_checked_across_writes() -> None:
    data = "<a>\ufffd\r\ufffe</a>".encode()
    for cut in range(len(data) + 1):
        writer = AnswerWriter(Sink(), "application/rdf+xml", 1000, xml=True)  # type: ignore[arg-type]
        with pytest.raises(NotSerialisable, match="U\\+FFFE"):
            _write(writer, data[:cut], data[cut:])
    good = "<a>\ufffd\r\uffee</a>\uff01".encode()
    for cut in range(len(good) + 1):
        sink = Sink()
        writer = AnswerWriter(sink, "application/rdf+xml", 1000, xml=True)  # type: ignore[arg-type]
        _write(writer, good[:cut], good[cut:])
        writer.finish()
        assert sink.sent == good.replace(b"\r", b"&#13;")


def test_an_answer_over_its_size_is_refused_before_the_first_byte(engine: BlockingEngine) -> None:
    with pytest.raises(ResultTooLarge) as raised:
        engine.query(request(STREAM + " LIMIT 1000", max_bytes=5000))
    assert raised.value.limit == 5000


def test_an_answer_over_its_size_breaks_off_after_the_first_byte(engine: BlockingEngine) -> None:
    answer = engine.query(request(STREAM, max_bytes=300_000))
    chunks: list[bytes] = []
    with pytest.raises(ResultTooLarge):
        chunks.extend(answer)
    assert 0 < sum(len(chunk) for chunk in chunks) <= 300_000


def test_limits_of_a_request_cannot_raise_those_of_the_server(dataset: Path) -> None:
    with (
        BlockingEngine.start(dataset, ServeConfig(workers=1, max_bytes=5000)) as engine,
        pytest.raises(ResultTooLarge) as raised,
    ):
        engine.query(request(STREAM, max_bytes=10**9))
    assert raised.value.limit == 5000


def test_memory_bomb_is_out_of_memory_and_the_engine_lives(dataset: Path) -> None:
    with BlockingEngine.start(dataset, ServeConfig(workers=1, memory=64, timeout=30)) as engine:
        with pytest.raises(OutOfMemory) as raised:
            engine.query(request(HUNGRY))
        assert raised.value.limit == 64
        assert answer(engine, request(QUICK)) == QUICK_ANSWER


@pytest.mark.parametrize(
    "text", ["ASK " + "{" * 4000, "ASK { FILTER(" + "!" * 12_000 + "true) }"], ids=["braces", "negations"]
)
def test_deep_nesting_past_the_prescan_costs_one_worker(dataset: Path, text: str) -> None:
    with BlockingEngine.start(dataset, ServeConfig(workers=1, max_depth=100_000)) as engine:
        with pytest.raises(TooComplex):
            engine.query(request(text, form=Form.ASK))
        assert answer(engine, request(QUICK)) == QUICK_ANSWER


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("SELECT * { ?s ?p }", MalformedQuery, id="syntax"),
        pytest.param("SELECT * { FILTER(<a:f>(1)) }", MalformedQuery, id="unknown function"),
        pytest.param("SELECT * { SERVICE <a:b> {} }", ServiceRefused, id="federation"),
        pytest.param("SELECT * " + "{" * 70, TooComplex, id="nesting"),
    ],
)
def test_errors_leave_the_worker_alive(engine: BlockingEngine, text: str, error: type[Exception]) -> None:
    before = engine.status()
    with pytest.raises(error):
        engine.query(request(text))
    assert engine.status().workers == before.workers
    assert engine.status().killed == before.killed


RELEASE = {
    f"{G}/a": "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:both> .\n",
    f"{G}/b": "<a:s> <a:p> <a:both> .\n",
    f"{G}/validation": "<a:s> <a:p> <a:validation> .\n",
}


def test_default_graph_of_a_release_merges_each_triple_once_without_validation(
    make_release: Callable[..., Path],
) -> None:
    release = make_release(RELEASE)
    with BlockingEngine.start(release, ServeConfig(workers=1)) as engine:
        assert [str(row["o"]) for row in engine.select("SELECT ?o { ?s ?p ?o } ORDER BY ?o")] == ["a:both", "a:o"]
        assert [str(row["n"]) for row in engine.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")] == ["4"]
        assert engine.status().quads == 6


def test_the_folder_of_releases_is_its_current_release(make_release: Callable[..., Path], tmp_path: Path) -> None:
    release = make_release(RELEASE)
    (tmp_path / "current").symlink_to(release)
    with BlockingEngine.start(tmp_path, ServeConfig(workers=1)) as engine:
        assert engine.query(request(QUICK)).digest == engine.status().digest


def flip(release: Path) -> None:
    segment = max((release / "segments").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(segment.read_bytes())
    data[3] ^= 1
    segment.write_bytes(data)


def cut(release: Path) -> None:
    segment = max((release / "segments").iterdir(), key=lambda path: path.stat().st_size)
    segment.write_bytes(segment.read_bytes()[:-20])


def lose(release: Path) -> None:
    next((release / "segments").iterdir()).unlink()


def forge(release: Path) -> None:
    manifest = release / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"triples": 2', '"triples": 3'))


@pytest.mark.parametrize("damage", [flip, cut, lose, forge])
def test_a_damaged_release_is_refused_with_what_to_do(
    make_release: Callable[..., Path], damage: Callable[[Path], None]
) -> None:
    release = make_release(RELEASE)
    damage(release)
    with pytest.raises(LoadError, match=r"damaged; build|build it again|cannot be read"):
        BlockingEngine.start(release, ServeConfig(workers=1))


@pytest.mark.parametrize(
    ("name", "content", "quads"),
    [
        pytest.param("d.nq", "", 0, id="empty"),
        pytest.param("d.nt", "<a:s> <a:p> <a:o> .\n", 1, id="N-Triples"),
        pytest.param("d.TTL", "<s> a <o>, <p> .", 2, id="Turtle with relative IRIs"),
        pytest.param("d.trig", "<a:g> { <a:s> <a:p> 1, 2 } <a:s> <a:p> 3 .", 3, id="TriG"),
        pytest.param(
            "d.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Seq rdf:about="a:b"/></rdf:RDF>',
            1,
            id="RDF/XML",
        ),
        pytest.param("d.jsonld", '{"@id": "a:s", "a:p": [1, 2, 3, 4]}', 4, id="JSON-LD"),
    ],
)
def test_a_dataset_file_is_served_as_it_stands(tmp_path: Path, name: str, content: str, quads: int) -> None:
    (tmp_path / name).write_text(content)
    with BlockingEngine.start(tmp_path / name, ServeConfig(workers=1)) as engine:
        assert engine.status().quads == quads
        assert len(engine.status().digest) == 64


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("d.nq", "<a:s> <a:p> <a:o> .\n<a:s> <a:p> .\n", r"d\.nq:2:", id="N-Quads"),
        pytest.param("d.ttl", "@prefix a: <a:> .\n\na:s b:p 1 .\n", r"d\.ttl:3:5: .*prefix b:", id="Turtle"),
        pytest.param("d.txt", "", r"must end in one of \.nq", id="unknown kind"),
        pytest.param("missing.nq", None, "No such file", id="missing"),
        pytest.param("", None, "powergraph build", id="folder without a release"),
    ],
)
def test_what_cannot_be_loaded_is_told_with_its_place(
    tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(LoadError, match=says):
        BlockingEngine.start(tmp_path / name, ServeConfig(workers=1))
