"""What is attached to a message becomes evidence once, whoever asks for it: the mail room, or an officer later."""

from shared.kernel.dispatching import Receipt


def attached_receipt(message_id: str, number: int) -> Receipt:
    """The receipt of a file, by its place in its message, counted from 0."""
    return Receipt("mail/file", f"{message_id}/{number}")
