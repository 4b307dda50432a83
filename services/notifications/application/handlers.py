"""Which decision answers which command, and in which stream it is written."""

from collections.abc import Callable, Sequence
from typing import Any

from services.notifications.application.ports import ContactDirectory, Keys
from services.notifications.domain import contacts, forgotten, notice
from services.notifications.domain.commands import (
    BeginSending,
    ChangeContacts,
    ChangeDetails,
    FollowUp,
    ForgetPerson,
    HideAddress,
    LeaveUncertain,
    NoteContacts,
    NotePeople,
    PostponeNotice,
    RaiseSensitivity,
    RecordFailure,
    RecordSent,
    RequestNotice,
    SendAgain,
    ShowAddress,
    WithholdNotice,
)
from services.notifications.domain.contacts import Contacts
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

Decide = Callable[[Any, Any], Sequence[Fact]]


def contacts_stream(referral_id: str) -> str:
    """The stream of what is known about reaching the people of a referral."""
    return f"contacts-{referral_id}"


def person_stream(person_id: str) -> str:
    """The stream that says whether somebody was forgotten."""
    return f"person-{person_id}"


def notice_stream(notice_id: str) -> str:
    """The stream of one notice."""
    return f"notice-{notice_id}"


def commands(directory: ContactDirectory, keys: Keys) -> dict[type[Command], Handler]:
    """The table of commands."""
    return {
        NoteContacts: _of_contacts(contacts.note_contacts),
        NotePeople: _of_contacts(contacts.note_people),
        ChangeContacts: _of_contacts(contacts.change_contacts),
        ChangeDetails: _of_contacts(contacts.change_details),
        HideAddress: _of_contacts(contacts.hide_address),
        ShowAddress: _of_contacts(contacts.show_address),
        RaiseSensitivity: _of_contacts(contacts.raise_sensitivity),
        ForgetPerson: _forgetting(keys),
        RequestNotice: _requesting(directory),
        PostponeNotice: _of_notice(notice.postpone_notice),
        WithholdNotice: _of_notice(notice.withhold_notice),
        BeginSending: _of_notice(notice.begin_sending),
        RecordSent: _of_notice(notice.record_sent),
        RecordFailure: _of_notice(notice.record_failure),
        LeaveUncertain: _of_notice(notice.leave_uncertain),
        SendAgain: _of_notice(notice.send_again),
        FollowUp: _of_notice(notice.follow_up),
    }


def _forgetting(keys: Keys) -> Handler:
    def closed(command: ForgetPerson) -> ForgetPerson:
        keys.drop_cached(command.person_id)
        return command

    return Handler(
        decider=forgotten.DECIDER,
        stream=lambda command: person_stream(command.person_id),
        decide=forgotten.forget_person,
        about=lambda command, memory: (),
        gather=closed,
    )


def _requesting(directory: ContactDirectory) -> Handler:
    def with_whether_anybody(command: RequestNotice) -> RequestNotice:
        """A report without a name or an address has nobody to tell, and nothing to chase either."""
        if command.audience != "reporter" or command.referral_id is None:
            return command
        known = directory.known(command.referral_id)
        nobody = isinstance(known, Contacts) and known.reporter() is None
        said = known.times_said if command.plain_only else 0
        return command.model_copy(update={"nobody_to_tell": nobody, "said_until": said})

    return Handler(
        decider=notice.DECIDER,
        stream=lambda command: notice_stream(command.notice_id),
        decide=notice.request_notice,
        about=lambda command, before: _about(command.referral_id),
        gather=with_whether_anybody,
    )


def _of_contacts(decide: Decide) -> Handler:
    return Handler(
        decider=contacts.DECIDER,
        stream=lambda command: contacts_stream(command.referral_id),
        decide=decide,
        about=lambda command, known: (command.referral_id,),
    )


def _of_notice(decide: Decide) -> Handler:
    return Handler(
        decider=notice.DECIDER,
        stream=lambda command: notice_stream(command.notice_id),
        decide=decide,
        about=lambda command, before: _about(notice.referral_of(before)),
    )


def _about(referral_id: str | None) -> tuple[str, ...]:
    return () if referral_id is None else (referral_id,)
