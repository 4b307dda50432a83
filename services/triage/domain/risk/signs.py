"""What a completed tool may leave in the clear: questions answered yes and patterns, each as `tool.code`."""

from collections.abc import Iterator

from services.triage.domain.risk.tools import YES, Answers, Scored, Tool


def signs_of(tool: Tool, answers: Answers, scored: Scored) -> Iterator[str]:
    """Each question answered yes, what was asked further after a yes, and each pattern."""
    for question in tool.questions:
        if answers.get(question.code) == YES:
            yield f"{tool.id}.{question.code}"
            yield from (f"{tool.id}.{part.code}" for part in question.follow if answers.get(part.code) == YES)
    yield from (f"{tool.id}.{code}" for code in scored.clusters)


def all_signs(tool: Tool) -> frozenset[str]:
    """Every sign that a tool can leave."""
    codes = [part.code for question in tool.questions for part in question.parts]
    return frozenset(f"{tool.id}.{code}" for code in (*codes, *(cluster.code for cluster in tool.clusters)))
