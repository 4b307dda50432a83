"""Whether a telephone number can be called as it stands, by the numbering plans of the world."""

import phonenumbers

# Ofcom's numbers for drama are nobody's, and a rehearsal calls nobody else.
_DRAMA = ("+447700900", "+441632960", "+441154960")
_LONGEST = 60


def is_usable(typed: str) -> bool:
    """Whether this is a number somebody could be reached by; one without a country is British.

    Short codes such as 999 are nobody's. What is not usable is still kept, as it was told.
    """
    if len(typed) > _LONGEST:
        return False
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return False
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    in_drama = written.startswith(_DRAMA) and len(written) == len("+447700900123")
    return in_drama or bool(phonenumbers.is_valid_number(number))
