"""What a later law brings has no words here yet: it is shown by its code, and no page breaks on it."""

from services.triage.web.asb import wording


def test_a_tool_or_a_confirmation_of_a_law_to_come_is_shown_by_its_code() -> None:
    assert wording.tool("respect_order") == "Respect order"
    assert wording.tool("fixed_penalty") == "Fixed penalty for breach of a notice"
    assert wording.confirmed("chief_officer_agreed") == "Chief officer agreed"
    assert wording.confirmed("convicted") == "They were convicted"
