"""A file of a message has one receipt, whoever asks for it; another file, or another message, has another."""

from services.intake.domain.mail.attached import attached_receipt


def test_the_same_file_has_the_same_receipt_and_no_other_has_it() -> None:
    assert attached_receipt("m-1", 0) == attached_receipt("m-1", 0)
    others = {attached_receipt("m-1", 1).key, attached_receipt("m-2", 0).key, attached_receipt("m-11", 0).key}
    assert attached_receipt("m-1", 0).key not in others
    assert len(others) == 3
