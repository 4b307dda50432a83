"""`python -m services.intake`: intake by itself, forgetting somebody, one e-mail in, who reviewed the words."""

import argparse
import json
import sys
from datetime import date

from services.intake.adapters.mail.mime import MOST_BYTES
from services.intake.adapters.word_files import BadWordLists, load_word_lists
from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson
from services.intake.wiring import build_intake, mail_room
from services.intake.wiring.records import to_be_forgotten
from shared.kernel.clock import system_clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from shared.runtime.cli import DIFFERENT, DONE, add_data, main, settings_of
from shared.runtime.ground import make_ground
from shared.runtime.logging import configure_logging
from shared.runtime.origin import clock_beside
from shared.runtime.settings import BadSetting
from shared.runtime.standalone import add_service_commands


def forget(options: argparse.Namespace) -> int:
    """Destroy a person's key: hold check and request first, then the key, then the fact that it is done."""
    settings = settings_of(options)
    ground = make_ground(settings, clock_beside(settings, "intake"))
    if not ground.keyring.knows(options.person_id):
        raise LookupError("There is nobody with this id here. Take the id from the referral's history.")
    service = build_intake(ground)
    person_ids = to_be_forgotten(service, options.person_id)
    reason_under = new_id()
    ground.keyring.mint(reason_under)
    context = Context("command line", "information_governance", new_id())
    for person_id in person_ids:
        asked = ForgetPerson(
            at=ground.clock(),
            person_id=person_id,
            authority=options.authority,
            reason=options.reason,
            reason_under=reason_under,
        )
        service.dispatch(asked, context)
    for person_id in person_ids:
        service.dispatch(finish_forgetting(ground.keyring, person_id, ground.clock()), context)
    service.views.catch_up()
    if ground.clock is not system_clock:
        now = ground.clock()
        print(f"Recorded as of {now.day} {now:%B %Y}, which the year of the rehearsal has come to.")
    if len(person_ids) > 1:
        print(f"{len(person_ids)} records that were decided to be this person were forgotten together.")
    print("Forgotten. Other programs that run now may still show what they had opened for up to 60 seconds.")
    return DONE


def mail(options: argparse.Namespace) -> int:
    """Take the message on standard input in, and say what became of it: no word of the message itself."""
    settings = settings_of(options)
    ground = make_ground(settings, clock_beside(settings, "intake"))
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    if not raw.strip():
        raise LookupError("There is no message. Give one on standard input, such as < message.eml")
    outcome = mail_room(ground, build_intake(ground)).take(raw)
    print(json.dumps({"result": outcome.result, "reason": outcome.reason, "reference": outcome.reference}))
    return DONE


def word_lists(options: argparse.Namespace) -> int:
    """Say of each list of words in force who has reviewed it; 1 where anybody still has to."""
    day = options.day or system_clock().date()
    try:
        lists = load_word_lists(day)
    except BadWordLists as bad:
        raise BadSetting(f"The lists of words cannot be used:\n{bad}") from None
    for each in lists.reviews:
        name, stands = f"{each.use}/{each.language}.{each.effective_from}", each.stands(day)
        by = f" by {each.by} on {each.on}, due again {each.due}" if each.by else ""
        print(f"{name:<28}{stands}{by}")
    lacking = lists.unreviewed(day)
    print(f"{len(lacking)} of {len(lists.reviews)} lists need a review by somebody who speaks the language.")
    return DIFFERENT if lacking else DONE


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services.intake", description=__doc__)
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_service_commands(commands, build_intake)
    forgetting = commands.add_parser("forget", help="destroy a person's key")
    forgetting.add_argument("person_id", metavar="PERSON_ID")
    forgetting.add_argument("--authority", required=True, metavar="A", help="a file number or an office")
    forgetting.add_argument("--reason", required=True, metavar="R")
    add_data(forgetting)
    forgetting.set_defaults(command=forget)
    taking = commands.add_parser("mail", help="take one e-mail in from standard input")
    add_data(taking)
    taking.set_defaults(command=mail)
    reviews = commands.add_parser(
        "word-lists", help="who has reviewed each list of words; exit 1 where a review is due"
    )
    reviews.add_argument("--day", type=date.fromisoformat, help="as of this day, YYYY-MM-DD")
    add_data(reviews)
    reviews.set_defaults(command=word_lists)
    return made


if __name__ == "__main__":
    configure_logging("intake")
    sys.exit(main(parser()))
