"""The table of rules is complete: what the source can tell is declared, and what is declared can be told."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

from powergraph.rules import RULES, rules_by_id
from powergraph.validation import load_shapes

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/powergraph"
#: Modules whose rules get the part before the dot where they are told.
AREAS = {
    "curation.py": "curation",
    "sssom.py": "mappings",
    "mappings.py": "mappings",
    "mapping_head.py": "mappings",
    "question_head.py": "questions",
    "query_check.py": "questions",
}
DIAGNOSED = {rule.id.partition(".")[0] for rule in RULES}


def told_rules(file: Path) -> Iterator[str]:
    """Yield the rules with which a module calls what has a parameter `rule`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    positions = {"Diagnostic": 4, "QueryFault": 3}
    told: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in node.args.args if each.arg != "self"]
            if "rule" in names and any(isinstance(n, ast.Name) and n.id == "severity" for n in ast.walk(node)) | (
                node.name in ("tell", "_tell", "_tell_cell", "_fault")
            ):
                positions[node.name] = names.index("rule")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in positions:
            continue
        given = [each.value for each in node.keywords if each.arg == "rule"]
        # Of `_tell(*place, rule, ...)` the place is one argument here and two there.
        places = node.args[: positions[name] + 1]
        given += [each for each in places if isinstance(each, ast.Constant)][-1:]
        told |= {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    area = AREAS.get(file.name)
    for rule in told:
        if re.fullmatch(r"[a-z]+\.[a-z-]+", rule):
            yield rule
        elif area and re.fullmatch(r"[a-z]+(-[a-z]+)*", rule):
            yield f"{area}.{rule}"


def all_told() -> set[str]:
    return {rule for file in SOURCE.rglob("*.py") for rule in told_rules(file)}


def test_every_rule_that_the_source_tells_is_declared() -> None:
    undeclared = all_told() - set(rules_by_id())
    assert not undeclared, f"declare them in src/powergraph/rules.py: {sorted(undeclared)}"


def test_every_declared_rule_is_told_by_the_source() -> None:
    texts = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py") if file.name != "rules.py")
    named = {rule for rule in rules_by_id() if f'"{rule}"' in texts}
    assert set(rules_by_id()) - all_told() - named == set()


def test_rules_are_in_order_and_each_says_what_it_means_and_what_to_do() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    for rule in (*RULES, *load_shapes().rules()):
        assert rule.severities
        assert rule.means, rule.id
        assert rule.remedy, rule.id
        assert "\n" not in rule.means + rule.remedy


def test_no_shape_has_the_name_of_another() -> None:
    rules = load_shapes().rules()
    assert len(rules) > 100
    assert len({rule.id for rule in rules}) == len(rules)


def test_the_page_of_rules_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("describe_rules", ROOT / "tools/describe_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.render_page(), "run python tools/describe_rules.py"
