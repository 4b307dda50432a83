"""What the pages about e-mail call things: how a message stands, why, what was odd in it, and reasons to dismiss it."""

from collections.abc import Mapping

from services.intake.read_models import mail

STANDS: Mapping[str, str] = {
    mail.WAITING: "In quarantine",
    mail.REFERRAL: "Became a referral",
    mail.REPLY: "Reply",
    mail.IGNORED: "Ignored",
    mail.RELEASED: "Made a referral by a colleague",
    mail.DISMISSED: "Dismissed",
}
REASONS: Mapping[str, str] = {
    "new": "Somebody wrote to us.",
    "names_anothers": "It answers or names a referral, but comes from an address not known there. Nothing was joined.",
    "thread": "It answers a message of this referral, from an address known there.",
    "subject": "It names this referral, from an address known there.",
    "delivery_report": "A mail server reports about a message.",
    "spam_report": "Somebody’s mail provider reports a message as spam.",
    "read_receipt": "A program reports that a message was read.",
    "null_return_path": "Sent by a mail server in nobody’s name: a bounce.",
    "bounce": "A mail server could not deliver a message.",
    "auto_reply": "A program answered by itself.",
    "automatic": "A program sent it by itself.",
    "loop": "It comes from ourselves, or goes round in circles.",
    "no_message": "Nothing in it can be read as an e-mail.",
    "not_taken": "Something in it does not fit a referral.",
    "unreadable": "Its text cannot be read.",
    "encrypted": "It is encrypted, and we have no key for it.",
    "empty": "There is nothing in it.",
    "mailing_list": "It came through a mailing list or was sent to many.",
    "looks_automatic": "Its subject looks like an automatic reply.",
    "looks_returned": "Its subject looks like a message that came back.",
    "nobodys_address": "It comes from an address that nobody reads.",
    "marked_as_spam": "A mail server marked it as spam.",
}
ODDITIES: Mapping[str, str] = {
    "cut_short": "It is very long: only the first 25 MB were read.",
    "html": "It was written as a page; what is shown is its text.",
    "forwarded": "It holds a forwarded message.",
    "guessed_charset": "It does not say how its letters are written; some may be wrong.",
    "undecodable": "Some letters could not be read.",
    "unreadable": "Its text could not be read.",
    "encrypted": "A part of it is encrypted.",
    "broken": "It is broken and was read as far as it could be.",
    "too_many_parts": "It has more parts than were read.",
    "winmail": "It came packed by Outlook; what could be unpacked is shown.",
    "several_senders": "It names several senders; the first is taken.",
}
DISMISSED_AS: Mapping[str, str] = {
    "advertising": "Advertising or spam",
    "automatic": "Sent by a program",
    "not_for_us": "Nothing for us",
    "dealt_with": "Dealt with already",
    "test": "A test",
}


def size(number: int) -> str:
    """How large a file is, in words."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))} kB"
    return f"{number / 1_000_000:.1f} MB"
