"""Why the gate refused or waits: stable codes for programs, one plain sentence each for staff."""

from collections.abc import Mapping

from services.notifications.domain.values.channels import CHANNELS, WAY_WORDS

_WHOLE: Mapping[str, str] = {
    "contacts_not_known": "What is known about reaching this person has not arrived here.",
    "imported": "The referral came with an import, and imports send nothing.",
    "rehearsal_stays_inside": "This belongs to a rehearsal, and rehearsals never leave the house.",
    "person_forgotten": "The person's details have been destroyed and cannot be read.",
    "details_unreadable": "Some of the person's details cannot be opened, so nothing can be checked against them.",
    "not_the_reporter": "The person did not contact us. Whoever asked for help for somebody else is told, nobody else.",
    "known_as_perpetrator": "The person is named as the one who does it, and is never told.",
    "no_safety_stated": "Nobody has said how this person may safely be reached.",
    "must_not_receive": "The person bears the name of somebody who must not receive anything.",
    "name_not_known_to_differ": "Somebody must not receive anything, and this may be that person's name.",
    "bears_perpetrators_name": "The person bears the name of the one who does it.",
    "news_not_taken": (
        "Something newer about this person has arrived and could not be read. An administrator has to see to it first."
    ),
    "no_wording": "There is no text for this. Tell the person yourself.",
    "no_neutral_wording": "The referral is sensitive, and there is no neutral text for this. Tell the person.",
    "not_when_sensitive": "The referral is sensitive by now, and this is for nobody then. They need not be told.",
    "said_anew_since": "It was said anew how the person may be reached, so what was asked for before does not go out.",
    "nobody_to_tell": "Nothing is known of whoever contacted us, so there is nobody to tell.",
    "sensitive_in_thread": "The referral is sensitive, so its e-mail is not answered. Tell the person.",
    "no_safe_way": "No way of sending is known to be safe.",
    "no_staff_address": "No address is set for this team.",
    "email_safe": "E-mail was said to be safe.",
    "sms_safe": "Text messages were said to be safe.",
    "post_safe": "Letters were said to be safe.",
    "safety_confirmed": "That was confirmed within the last 30 days.",
    "in_thread": "It answers an e-mail in its own thread.",
    "not_sensitive": "The referral is not sensitive, and the e-mail address was given by the person.",
    "to_staff": "It goes to colleagues and names nobody.",
    "to_destination": "It goes to a mailbox that was made sure of with whoever takes it over.",
    "sensitive_handover": "The referral is sensitive, so nothing of it goes by e-mail. Speak to somebody there.",
    "told_by_perpetrator": "Whoever told us is also named as the one who does it. Look at it before it goes anywhere.",
    "no_assured_mailbox": "No mailbox of theirs was made sure of in time. Ring them.",
    "mailbox_shared_with_perpetrator": "The mailbox may also reach somebody who must not learn of it.",
    "mailbox_not_comparable": "Details of the one who does it can no longer be read, so the mailbox may be theirs.",
    "destination_may_be_perpetrator": "They bear the name of somebody who does it or must not learn of it.",
}
# What is wrong with us and not with the way to her: somebody must see to it, whoever tells her meanwhile.
OF_OURS = frozenset({"contacts_not_known", "details_unreadable", "news_not_taken", "no_wording"})
_OF_A_CHANNEL: Mapping[str, str] = {
    "not_safe": "{way}: said to be not safe.",
    "not_known_to_be_safe": "{way}: not known to be safe.",
    "not_given": "{way}: no address or number was given.",
    "unusable": "{way}: the address or number cannot be used.",
    "address_hidden": "{way}: the address is one that nobody may find, so nothing goes there.",
    "shared_with_perpetrator": "{way}: the address or number may also reach somebody who must not learn of it.",
    "not_comparable": "{way}: details of the one who does it can no longer be read, so it may be shared with them.",
    "not_confirmed": "{way}: it is not recorded when the person last said it is safe.",
    "confirmation_expired": "{way}: the person last said it is safe more than 30 days ago.",
    "not_carried": "{way}: this installation cannot send that way.",
    "no_text": "{way}: there is no text for it.",
    "not_in_thread": "{way}: only the e-mail itself may be answered.",
    "times_unreadable": "{way}: the safe hours cannot be kept to.",
    "outside_safe_hours": "{way}: waits for the safe hours.",
}
# What a sender may answer when it could not hand a message over.
_FAILURES: Mapping[str, str] = {
    "unreachable": "The mail server could not be reached.",
    "not_secure": "The mail server offered no secure connection.",
    "sign_in_refused": "The mail server refused our sign-in.",
    "sender_refused": "The mail server refused our address.",
    "recipient_refused": "The mail server refused the recipient.",
    "message_refused": "The mail server refused the message.",
    "busy": "The mail server asked us to try later.",
    "disk": "The message could not be written to the folder.",
    "connection_lost": "The connection broke while the message was being handed over.",
    "interrupted": "We stopped between handing the message over and writing down that we had.",
    "message_unmakeable": "No message could be made of the text.",
}
SENTENCES: Mapping[str, str] = {
    **_WHOLE,
    **_FAILURES,
    **{
        f"{channel}_{code}": says.format(way=WAY_WORDS[channel].capitalize())
        for channel in CHANNELS
        for code, says in _OF_A_CHANNEL.items()
    },
}


def says(code: str) -> str:
    """The sentence for a code; a code of an older program is shown as it is."""
    return SENTENCES.get(code, code.replace("_", " ").capitalize() + ".")
