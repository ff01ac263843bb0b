"""The challenge suites, scored by the challenge's own `check.py`: figures and ids, never a text."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from lexibulle import Annotator
from quality.figures import Part, Share, read_jsonl, table

CHALLENGE = Path(__file__).parents[1] / "challenge"
SUITES = {
    "public": "Public part of the challenge",
    "own-a": "Own suite A, used while building",
    "own-b": "Own suite B, looked at late in building",
    "own-c": "Own suite C, written without sight of the engine",
}
CASES, GROUPS = 97, 94  # the bars of the public part, in percent

check: Any = import_module("challenge.check")  # untyped on purpose: the scorer is kept as it was given


@dataclass(frozen=True, slots=True)
class Tally:
    """What a suite or one of its capabilities comes to."""

    cases: Share
    must_hit: Share
    must_not: Share
    groups: Share
    failing: tuple[str, ...]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.cases + other.cases, self.must_hit + other.must_hit, self.must_not + other.must_not,
                     self.groups + other.groups, self.failing + other.failing)


NOTHING = Tally(Share(), Share(), Share(), Share(), ())


def score(annotator: Annotator, name: str) -> dict[str, Tally]:
    """Capability → tally, in the order of the suite."""
    cases = read_jsonl(CHALLENGE / f"{name}.jsonl")
    predictions = [{"id": case["id"], "spans": _spans(annotator, case["text"])} for case in cases]
    rows, problems = check.score(cases, predictions)
    if problems:
        raise ValueError(f"{name}: {'; '.join(problems)}")
    return {capability: _tally(counts) for capability, counts in check.tally(rows).items()}


def _spans(annotator: Annotator, text: str) -> list[dict[str, object]]:
    return [{"start": hit.start, "end": hit.end, "term": hit.term.id} for hit in annotator.annotate(text)]


def _tally(counts: dict[str, Any]) -> Tally:
    groups = [all(verdicts) for verdicts in counts["pairs"].values() if len(verdicts) > 1]
    return Tally(
        Share(counts["ok"], counts["n"]), Share(counts["hit_ok"], counts["hit_n"]),
        Share(counts["neg_ok"], counts["neg_n"]), Share.of(groups),
        tuple(f"{case} ({', '.join(reasons)})" for case, reasons in counts["fail"]))


def total(tallies: dict[str, Tally]) -> Tally:
    return sum(tallies.values(), NOTHING)


def part(annotator: Annotator) -> Part:
    scores = {name: score(annotator, name) for name in SUITES}
    public = total(scores["public"])
    faults = [f"public challenge: {share} % of {what}, must be {bar}"
              for what, share, bar in (("cases", public.cases, CASES), ("groups", public.groups, GROUPS))
              if share.percent < bar]
    intro = (f"Bars of the public part: {CASES} % of cases, {GROUPS} % of groups (twins all passed). "
             "Must-hit: cases with an expected span; must-not: cases without.")
    sections = [_section(name, tallies) for name, tallies in scores.items()]
    return Part("\n\n".join([intro, *sections]), faults=tuple(faults))


def _section(name: str, tallies: dict[str, Tally]) -> str:
    whole = total(tallies)
    rows = [(label, tally.cases.n, tally.cases, tally.must_hit, tally.must_not, tally.groups)
            for label, tally in [*tallies.items(), ("**all**", whole)]]
    heads = ("capability", "cases", "passed %", "must-hit %", "must-not %", "groups %")
    return f"### {SUITES[name]}\n\n{table(heads, rows)}\n\nFailing: {', '.join(whole.failing) or 'none'}."
